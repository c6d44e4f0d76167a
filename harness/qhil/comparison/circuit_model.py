"""Circuits as one long vector: the probabilities of all outcomes of all of them, under a calibration.

circuits + a recording -> `CircuitModel`; counts of the circuits -> shots in the same order
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Sequence

from qhil.comparison.exact_distribution import chances, device_noise, ends, keys

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qhil.comparison.hybrid import Part
    from qhil.comparison.outcomes import Outcomes
    from qhil.recordings import CalibrationSnapshot, Recording

    Numbers = NDArray[np.float64]

# As if so many shots had been taken of an exact distribution.
SHOTS_OF_EXACT = 4000
TINY = 1e-12


class CircuitModel:
    """What circuits (those with an exact distribution) give under a recording's newest calibration, and under others.

    ``base``: the probabilities under the recording's own. ``slices``: the part of each circuit.
    """

    def __init__(self, recorded: Recording, circuits: Sequence[Any], noise: str) -> None:
        import numpy as np

        from qhil.noise import footprint

        self.footprints = [footprint(circuit) for circuit in circuits]
        self._circuits = list(circuits)
        self._noise = device_noise(recorded, noise)
        self._ends = ends(self._circuits, self._noise)
        self._keys = [keys(end, circuit) for end, circuit in zip(self._ends, circuits)]
        cuts = np.cumsum([0] + [len(one) for one in self._keys])
        self.slices = [slice(int(start), int(stop)) for start, stop in zip(cuts, cuts[1:])]
        self.base: Numbers = np.concatenate([chances(end, self._noise) for end in self._ends])

    def shots(self, seen: Sequence[Outcomes]) -> Numbers:
        """Shots of each outcome; an exact distribution counts as `SHOTS_OF_EXACT`. Impossible ones are left out."""
        import numpy as np

        parts = []
        for one, outcomes in zip(seen, self._keys):
            shares = one.shares
            number = SHOTS_OF_EXACT if one.shots is None else one.shots
            parts.append(np.array([shares.get(key, 0.0) for key in outcomes]) * number)
        found: Numbers = np.concatenate(parts)
        return found

    def under(
        self,
        snapshot: CalibrationSnapshot,
        only: Optional[Sequence[int]] = None,
        *,
        readout_only: bool = False,
    ) -> Numbers:
        """Under another calibration.

        ``only``: circuits, by index, in which there can be a difference; the others are as under the recording.
        ``readout_only``: it differs in readout errors only, so that nothing is simulated.
        """
        noise = self._noise.under(snapshot)
        indices = range(len(self._circuits)) if only is None else only
        if readout_only:
            theirs = [self._ends[index] for index in indices]
        else:
            theirs = list(ends([self._circuits[index] for index in indices], noise))
        found: Numbers = self.base.copy()
        for index, end in zip(indices, theirs):
            found[self.slices[index]] = chances(end, noise)
        return found

    def check(self, snapshot: CalibrationSnapshot) -> None:
        """See that another calibration has all that the circuits use.

        Raises:
            CalibrationError: if not.
        """
        noise = self._noise.under(snapshot)
        for touched in self.footprints:
            noise.check(touched)

    def touching(self, part: Part) -> List[int]:
        """The circuits that a part of the device matters to, by index."""
        return [i for i, touched in enumerate(self.footprints) if part.matters_to(touched)]


def gain(shots: Numbers, base: Numbers, other: Numbers) -> float:
    """2 sum n ln(other / base): how much likelier the shots are under the other."""
    import numpy as np

    logs = np.log(np.maximum(other, TINY)) - np.log(np.maximum(base, TINY))
    return float(2 * (shots * logs).sum())
