"""What a door cannot do, whatever a plan says."""

from __future__ import annotations

from typing import Optional

from qhil.errors import FaultError
from qhil.faults import Injection
from qhil_mocks.rest import Response
from qhil_mocks.rest.mishap import NO_TLS

_PLAIN = "this server speaks plain HTTP, and cannot have an error of TLS; serve it by TLS"


def must_be_possible(injection: Optional[Injection], *, tls: bool) -> None:
    """See that a server can do what a plan has for it.

    Raises:
        FaultError: for an error of TLS where there is none.
    """
    for fault in () if injection is None else injection.plan:
        if fault.effect.name == NO_TLS and not tls:
            raise FaultError(f"{fault}: {_PLAIN}")


def must_be_able(response: Response, *, tls: bool) -> None:
    """Likewise, once it is to be done: `qhil.inject` knows of no door.

    Raises:
        FaultError: for an error of TLS where there is none.
    """
    if response.mishap is not None and response.mishap.kind == NO_TLS and not tls:
        raise FaultError(f"{NO_TLS}: {_PLAIN}")
