"""The always-on ZZ interaction of coupled qubits, as a recording has it.

Enters: ``general`` of a snapshot, where ``zz_01`` is the rate of qubits 0 and 1, and the coupling map. Leaves: a rate
in Hz by pair of qubits, and why every other coupled pair has none. zeta = E11 - E10 - E01 + E00, over h: the
frequency of either qubit is so much higher while the other is in 1.

>>> [split("zz_6272", {(62, 72)}), split("zz_1112", {(11, 12), (1, 112)})]
[((62, 72),), ((1, 112), (11, 12))]
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import AbstractSet, Dict, FrozenSet, Iterable, List, Mapping, Tuple

from qhil.errors import CalibrationError
from qhil.recordings import CalibrationSnapshot, DeviceConfiguration, GeneralValue
from qhil.recordings.frozen_dict import FrozenDict

Pair = Tuple[int, int]  # the lower qubit first

# Beyond any rate at which cross-resonance gates work; published snapshots have up to 738 kHz on one pair.
MOST_PLAUSIBLE = 400e3  # Hz
_HERTZ = {"GHz": 1e9, "MHz": 1e6, "kHz": 1e3, "Hz": 1.0}
_PREFIX = "zz_"


@dataclass(frozen=True)
class ZzRates:
    """``rates`` in Hz and ``left_out`` in words, by pair; together they have every coupled pair.

    ``ambiguous``: pairs whose recorded names may mean another pair as well, with that name.
    """

    rates: Mapping[Pair, float]
    left_out: Mapping[Pair, str]
    ambiguous: Mapping[Pair, str]

    def among(self, qubits: FrozenSet[int]) -> Dict[Pair, float]:
        """The rates between these qubits."""
        return {pair: rate for pair, rate in self.rates.items() if qubits >= set(pair)}

    def left_out_among(self, qubits: FrozenSet[int]) -> List[str]:
        """A line for each coupled pair of these qubits that has no rate."""
        return [
            f"ZZ of qubits {pair[0]} and {pair[1]}: {reason}"
            for pair, reason in sorted(self.left_out.items())
            if qubits >= set(pair)
        ]

    def require(self, device: str, qubits: FrozenSet[int]) -> None:
        """Refuse a pair of these qubits whose rate cannot be told from another's.

        Raises:
            CalibrationError: naming it.
        """
        for pair, name in sorted(self.ambiguous.items()):
            if qubits >= set(pair):
                raise CalibrationError(
                    f"{name} of the recording of {device} may be the ZZ rate of qubits {list(pair)} or of "
                    "another coupled pair; say missing='ideal' to leave it out, or noise='scheduled'"
                )


def zz_rates(configuration: DeviceConfiguration, snapshot: CalibrationSnapshot) -> ZzRates:
    """What the snapshot tells of each coupled pair.

    Raises:
        CalibrationError: for a rate in a unit that is none of frequency.
    """
    coupled = couplings(configuration, snapshot)
    found: Dict[Pair, float] = {}
    left_out: Dict[Pair, str] = dict.fromkeys(sorted(coupled), "not recorded")
    ambiguous: Dict[Pair, str] = {}
    for value in snapshot.general:
        if not value.name.startswith(_PREFIX):
            continue
        pairs = split(value.name, coupled)
        for pair in pairs:
            if len(pairs) > 1 or pair in found:
                ambiguous[pair] = value.name
            found[pair] = _hertz(value, snapshot.device)
    for pair, rate in found.items():
        reason = "ambiguous" if pair in ambiguous else _against(rate)
        if reason:
            left_out[pair] = reason
        else:
            del left_out[pair]
    rates = {pair: found[pair] for pair in sorted(found) if pair not in left_out}
    return ZzRates(FrozenDict(rates), FrozenDict(left_out), FrozenDict(ambiguous))


def couplings(configuration: DeviceConfiguration, snapshot: CalibrationSnapshot) -> FrozenSet[Pair]:
    """Pairs of the coupling map, or of the calibrated gates where there is no map."""
    mapped: Iterable[Tuple[int, ...]] = configuration.coupling_map or (
        gate.qubits for gate in snapshot.gates if len(gate.qubits) == 2
    )
    return frozenset((min(pair), max(pair)) for pair in mapped)


def split(name: str, coupled: AbstractSet[Pair]) -> Tuple[Pair, ...]:
    """The coupled pairs that a name such as ``zz_6272`` may stand for, whose numbers run together.

    Every published snapshot has the lower qubit first; the other way counts only where that gives none.
    """
    digits = name[len(_PREFIX) :]
    cuts = [(digits[:cut], digits[cut:]) for cut in range(1, len(digits))]
    pairs = [(int(one), int(other)) for one, other in cuts if _is_number(one) and _is_number(other)]
    rising = [pair for pair in pairs if pair in coupled]
    return tuple(sorted(rising or [pair[::-1] for pair in pairs if pair[::-1] in coupled]))


def _is_number(digits: str) -> bool:
    return digits.isdecimal() and digits == str(int(digits))


def _against(rate: float) -> str:
    """Why a rate is left out; empty if it is good."""
    if rate == 0 or not math.isfinite(rate):
        return "recorded as 0" if rate == 0 else f"recorded as {rate}"
    if abs(rate) > MOST_PLAUSIBLE:
        return f"implausible, {rate / 1e3:.0f} kHz"
    return ""


def _hertz(value: GeneralValue, device: str) -> float:
    if value.unit not in _HERTZ:
        raise CalibrationError(
            f"{value.name} of the recording of {device} is in {value.unit!r}; expected {', '.join(_HERTZ)}"
        )
    return value.value * _HERTZ[value.unit]
