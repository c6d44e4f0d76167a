"""What a user may ask for as ``noise=``: a kind's name, and a factor on the error rates.

>>> NoiseKind.parse("recorded*0.5")
NoiseKind(name='recorded', scale=0.5, gate_error='net')
>>> str(NoiseKind("twirled")), str(NoiseKind.parse("faithful+net*2"))
('twirled', 'faithful+net*2')
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from typing import Mapping, Union

from qhil.errors import NoiseKindError

NOISE_KINDS: Mapping[str, str] = {
    "recorded": "what Aer's NoiseModel.from_backend makes of the recording: depolarizing and T1/T2 relaxation on "
    "gates, relaxation on explicit delays, readout errors. Idle time without a delay instruction is free.",
    "ideal": "no noise at all; the only way to run without",
    "readout": "the readout errors of `recorded` alone",
    "gates": "the gate errors and delays of `recorded`, with perfect readout",
    "scheduled": "`recorded`, on the circuit scheduled as late as possible: idle time between gates relaxes too. "
    "No control flow.",
    "faithful": "`scheduled`, and more of what the recording knows: idle coupled qubits turn each other by their "
    "recorded ZZ rate, and control flow is allowed. With fitted numbers, if the recording has such.",
    "twirled": "`recorded` with every error replaced by its Pauli twirl: same average fidelity, no coherent or "
    "non-unital part; Clifford circuits over the whole device run on the stabilizer method",
}


_GATE_ERRORS = ("net", "gross")


@dataclass(frozen=True)
class NoiseKind:
    """A kind of noise and a factor on every rate: gate error, readout error, 1/T1 and 1/T2.

    A scaled probability stays at most at its physical bound. For `faithful` the factor is also on ZZ rates
    and on what was fitted beside them, and ``gate_error`` says what the recorded error of a gate stands for:
    "gross", what happens beside relaxation, which comes on top; or "net", all that happens during the gate, relaxation
    included, as in every other kind. In a text these are ``faithful`` and ``faithful+net``.

    Raises:
        NoiseKindError: for an unknown name (with the nearest ones), a factor that is not positive and finite, or
            a ``gate_error`` that there is not, or that the kind does not have.
    """

    name: str = "recorded"
    scale: float = 1.0
    gate_error: str = ""

    def __post_init__(self) -> None:
        if self.name not in NOISE_KINDS:
            near = difflib.get_close_matches(str(self.name), NOISE_KINDS, n=3, cutoff=0.4) or list(
                NOISE_KINDS
            )
            raise NoiseKindError(
                f"no noise kind {self.name!r}; nearest: {', '.join(near)} (a factor is written recorded*0.5)"
            )
        if not (math.isfinite(self.scale) and self.scale > 0):
            raise NoiseKindError(
                f"the factor of noise {self.name!r} must be positive and finite, not {self.scale}; "
                "for a run without noise say noise='ideal'"
            )
        if not self.gate_error:
            object.__setattr__(self, "gate_error", self._usual_gate_error)
        if self.gate_error not in _GATE_ERRORS:
            raise NoiseKindError(
                f"the gate error of noise {self.name!r} must be one of {', '.join(_GATE_ERRORS)}, "
                f"not {self.gate_error!r} (it is written faithful+net)"
            )
        if self.gate_error != "net" and self.name != "faithful":
            raise NoiseKindError(
                f"noise {self.name!r} takes gate errors net of relaxation; only 'faithful' has a choice"
            )

    @property
    def _usual_gate_error(self) -> str:
        return "gross" if self.name == "faithful" else "net"

    @classmethod
    def parse(cls, noise: Union[str, NoiseKind]) -> NoiseKind:
        """The kind that a text such as ``twirled`` or ``recorded*0.5`` names; a kind is given back as it is."""
        if isinstance(noise, NoiseKind):
            return noise
        if not isinstance(noise, str):
            raise NoiseKindError(f"noise must be a text or a NoiseKind, not {type(noise).__name__}")
        name, star, factor = noise.partition("*")
        try:
            scale = float(factor) if star else 1.0
        except ValueError:
            raise NoiseKindError(f"{factor!r} in noise {noise!r} is not a number") from None
        name, plus, gate_error = name.partition("+")
        return cls(name.strip(), scale, gate_error.strip() or plus)

    def __str__(self) -> str:
        usual = self.gate_error == self._usual_gate_error
        name = self.name if usual else f"{self.name}+{self.gate_error}"
        return name if self.scale == 1.0 else f"{name}*{self.scale:g}"

    @property
    def is_gross(self) -> bool:
        """Whether relaxation during a gate comes on top of its recorded error."""
        return self.gate_error == "gross"

    @property
    def is_ideal(self) -> bool:
        """Whether this kind is without any noise."""
        return self.name == "ideal"

    @property
    def has_gate_errors(self) -> bool:
        """Whether gates, resets and delays are noisy."""
        return self.name not in ("ideal", "readout")

    @property
    def has_readout_errors(self) -> bool:
        """Whether measurements are noisy."""
        return self.name not in ("ideal", "gates")
