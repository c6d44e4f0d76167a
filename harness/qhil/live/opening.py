"""The live service that can be reached from here: which client is installed decides.

qiskit-ibmq-provider needs qiskit-terra, qiskit-ibm-runtime needs Qiskit 1 or later, so there is one at most.
"""

from __future__ import annotations

from typing import Optional

from qhil.live.errors import NoCredentialsError
from qhil.live.source import LiveSource
from qhil.stack import Stack, stack

IBMQ, PLATFORM = "ibmq", "platform"
KINDS = (IBMQ, PLATFORM)


def open_source(kind: Optional[str] = None) -> LiveSource:
    """The source of that kind, by default that whose client is installed. This asks the service to be let in.

    Raises:
        NoCredentialsError: if there is no client of that kind, or no credentials.
        ServiceError: if the service does not let one in.
    """
    here = stack()
    kind = kind or client_kind(here)
    if kind == IBMQ and here.has_ibmq_provider:
        from qhil.live.ibmq import IbmqSource

        return IbmqSource.opened()
    if kind == PLATFORM and here.ibm_runtime is not None:
        from qhil.live.platform import PlatformSource

        return PlatformSource.opened()
    raise NoCredentialsError(
        f"no client of a live service: expected {_clients(kind)}, found {here.text()}"
    )


def client_kind(here: Stack) -> Optional[str]:
    """Whose client is installed; None if none is."""
    if here.has_ibmq_provider:
        return IBMQ
    return PLATFORM if here.ibm_runtime is not None else None


def _clients(kind: Optional[str]) -> str:
    named = {
        IBMQ: "qiskit-ibmq-provider (pip install 'qhil[ibmq]')",
        PLATFORM: "qiskit-ibm-runtime (pip install 'qhil[qiskit]' qiskit-ibm-runtime)",
    }
    return named[kind] if kind else " or ".join(named.values())
