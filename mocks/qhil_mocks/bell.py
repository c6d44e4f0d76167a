"""Tells whoever waits that something may have changed; what, they look up themselves.

>>> bell = Bell()
>>> stop = bell.listen(lambda: print("changed"))
>>> bell.ring()
changed
>>> stop()
>>> bell.ring()
"""

from __future__ import annotations

import threading
from typing import Callable, List


class Bell:
    """Listeners are called in the thread that rings, and have to be quick."""

    def __init__(self) -> None:
        self._listeners: List[Callable[[], None]] = []
        self._lock = threading.Lock()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have ``listener`` called at each ring; what is returned ends that."""
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return stop

    def ring(self) -> None:
        """Something may have changed."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()
