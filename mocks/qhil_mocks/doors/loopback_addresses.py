"""The addresses that a mock in this process hands out: the real service's, and its listener's for websockets."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Optional

from qhil_mocks.ibmq import IBMQService
from qhil_mocks.ibmq.addresses import REAL, FixedAddresses

if TYPE_CHECKING:
    from qhil_mocks.doors.loopback import LoopbackListener


class LoopbackAddresses:
    """Whoever asks for an address that a websocket is made of has the listener started.

    The client makes the websocket of a runtime of the address that it asks by REST.
    """

    api = REAL.api
    experiments = REAL.experiments

    def __init__(self, service: IBMQService) -> None:
        self._service = service
        self._listener: Optional[LoopbackListener] = None
        self._lock = threading.Lock()

    @property
    def runtime(self) -> str:
        """The listener's, though REST that is sent there is answered where it is asked."""
        return self._listening().runtime

    @property
    def websocket(self) -> str:
        """The listener's."""
        return self._listening().websocket

    def path_of(self, url: str) -> Optional[str]:
        """Where in the service's routes ``url`` leads; None if not to the service."""
        listener = self._listener
        own = None if listener is None else FixedAddresses.under(listener.url).path_of(url)
        return own or REAL.path_of(url)

    def told(self, port: int, sent: int) -> Optional[int]:
        """What the client of a websocket has been told: see `LoopbackListener.told`."""
        listener = self._listener
        return None if listener is None else listener.told(port, sent)

    def close(self) -> None:
        """End the listener, if there is one."""
        with self._lock:
            listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def _listening(self) -> FixedAddresses:
        with self._lock:
            if self._listener is None:
                from qhil_mocks.doors.loopback import LoopbackListener

                self._listener = LoopbackListener(self._service)
            return FixedAddresses.under(self._listener.url)
