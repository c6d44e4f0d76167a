"""What goes wrong with an answer on its way, which its door has to bring about by its own transport."""

from __future__ import annotations

from dataclasses import dataclass

# The client cannot connect; the service never hears of the request.
REFUSED = "refuse"
NO_TLS = "tls_error"
# The connection ends without an answer.
RESET = "reset"
# The answer ends in its middle, or comes after a pause there, or comes late.
CUT = "close_mid_body"
SLOW = "slow_body"
LATE = "delay"


@dataclass(frozen=True)
class Mishap:
    """One of the above. ``seconds``: how long a pause or a delay is."""

    kind: str
    seconds: float = 0.0
