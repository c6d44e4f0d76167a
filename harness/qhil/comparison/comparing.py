"""`compare`: two sides in, a `Comparison` out.

sides -> circuits (their own, the user's, or the standard set) -> outcomes -> judged -> verdict; and beside it the
change of calibration, and to what of it the difference is due.
"""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Sequence, Tuple

from qhil.comparison.attribution import Attribution, attribute
from qhil.comparison.calibration import CalibrationDrift, calibration_drift
from qhil.comparison.choosing import checked, chosen_circuits, shot_plan
from qhil.comparison.comparison import Comparison
from qhil.comparison.judged import Observed, judge
from qhil.comparison.outcomes import Outcomes
from qhil.comparison.settings import Settings
from qhil.comparison.sides import Given, MeasuredSide, Side, side_of
from qhil.comparison.verdict import verdict_of
from qhil.errors import ComparisonError
from qhil.recordings import Recording

SHOTS = 4000

Progress = Callable[[str], None]


def compare(
    first: Given,
    second: Given,
    *,
    circuits: Optional[Sequence[Any]] = None,
    shots: int = SHOTS,
    seed: int = 0,
    settings: Optional[Settings] = None,
    noise: str = "recorded",
    sampled: bool = False,
    attributed: bool = True,
    paths: Any = None,
    told: Optional[Progress] = None,
) -> Comparison:
    """Compare two of: recording, recording at a date, saved run, live device.

    Args:
        first: what is to be checked, usually the recording: a `Recording`, a device's name, ``name@date``, a
            `MeasuredRun` or its file, or any `qhil.comparison.Side`.
        second: what it is checked against, likewise.
        circuits: on physical qubits, in gates of the device, each with a name of its own. None: those that a
            saved run has; else the standard set, `standard_circuits`.
        shots: of each circuit, where a side samples.
        seed: fixes all that is drawn.
        settings: thresholds; None: the defaults (a ``pyproject.toml`` is read by the command line only).
        noise: the noise of recordings, as for `RecordedBackend`.
        sampled: draw shots of recordings too, instead of taking the exact distribution of small circuits.
        attributed: say which numbers of the recording a difference comes from.
        paths: folders of recordings that are looked into first.
        told: called with a line on what is being done.

    Raises:
        ComparisonError: if the sides have nothing in common.
        RecordingError, MeasuredRunError, CalibrationError: for what cannot be read or simulated.
    """
    chosen, told = settings or Settings(), told or _silent
    sides = (
        side_of(first, noise=noise, sampled=sampled, paths=paths),
        side_of(second, noise=noise, sampled=sampled, paths=paths),
    )
    device = _device(sides)
    told("choosing circuits")
    used = chosen_circuits(sides, seed=seed) if circuits is None else checked(circuits)
    told("planning shots")
    plan = shot_plan(sides, used, chosen, noise=noise)
    seeds = _seeds(seed)
    answers: List[Sequence[Outcomes]] = []
    for side, drawn in zip(sides, seeds):
        told(f"running {len(used)} circuits on {side.label}")
        answers.append(side.outcomes(used, shots=shots, seed=drawn))
    told("testing")
    observed = [
        Observed(circuit.name, _touched(circuit), one, other)
        for circuit, one, other in zip(used, *answers)
    ]
    judged = judge(observed, chosen)
    verdict, why = verdict_of(judged, chosen)
    calibration, attribution = _causes(
        sides, used, observed, noise=noise, attributed=attributed, told=told
    )
    return Comparison(
        device=device,
        first=sides[0].label,
        second=sides[1].label,
        verdict=verdict,
        told=why,
        settings=chosen,
        seed=seed,
        circuits=judged.circuits,
        p_suite=judged.p_suite,
        calibration=calibration,
        attribution=attribution,
        plan=plan,
    )


def _silent(text: str) -> None:
    """Where nobody listens."""


def _device(sides: Tuple[Side, Side]) -> str:
    """The name of the one device that both are of.

    Raises:
        ComparisonError: for two devices.
    """
    known = sorted({name for name in map(_device_of, sides) if name})
    if len(known) > 1:
        raise ComparisonError(
            f"two devices: {' and '.join(known)}; expected two sides of one device"
        )
    return known[0] if known else sides[0].label


def _device_of(side: Side) -> Optional[str]:
    if isinstance(side, MeasuredSide):
        return side.run.device
    return side.recording.name if side.recording is not None else None


def _seeds(seed: int) -> Tuple[int, int]:
    """One for each side: with one seed for both, two sides of one device would share their shots."""
    import numpy as np

    words = np.random.SeedSequence(seed).generate_state(2, np.uint64)
    return int(words[0]), int(words[1])


def _touched(circuit: Any) -> Tuple[int, ...]:
    from qhil.noise import footprint

    return tuple(sorted(footprint(circuit).qubits))


def _causes(
    sides: Tuple[Side, Side],
    circuits: Sequence[Any],
    observed: Sequence[Observed],
    *,
    noise: str,
    attributed: bool,
    told: Progress,
) -> Tuple[Optional[CalibrationDrift], Optional[Attribution]]:
    one, other = (side.recording for side in sides)
    drift = None
    if one is not None and other is not None:
        told("comparing calibrations")
        drift = calibration_drift(one, other)
    recorded: Optional[Recording] = one or other
    if not attributed or recorded is None:
        return drift, None
    told("looking for causes")
    # What is held against the recording is the other side.
    seen = [found.second if one is not None else found.first for found in observed]
    newer = other if one is not None else None
    return drift, attribute(recorded, newer, circuits, seen, noise=noise)
