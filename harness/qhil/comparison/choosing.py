"""Which circuits two sides are compared by, and how many shots they take.

sides + what the user asks for -> circuits; circuits + a recording -> `ShotPlan` of each
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Optional, Sequence, Tuple

from qhil.comparison.exact_distribution import device_noise, exact_distributions, why_not_exact
from qhil.comparison.planning import ShotPlan, shots_to_agree, shots_to_find
from qhil.comparison.settings import Settings
from qhil.comparison.sides import Side, circuits_in_common
from qhil.comparison.standard import own_circuits, standard_circuits
from qhil.comparison.standard.set import DEPTHS, WIDTHS
from qhil.errors import ComparisonError
from qhil.recordings import Recording

Sides = Tuple[Side, Side]


def chosen_circuits(
    sides: Sides,
    *,
    places: Sequence[Path] = (),
    kinds: Optional[Sequence[str]] = None,
    widths: Optional[Sequence[int]] = None,
    depths: Optional[Sequence[int]] = None,
    seed: int = 0,
) -> List[Any]:
    """The user's own, else those that a saved run has, else the standard set.

    Raises:
        ComparisonError: if there are none, or what is asked for does not go together.
    """
    asked = kinds is not None or widths is not None or depths is not None
    if places and asked:
        raise ComparisonError("circuits of your own, or kinds, widths and depths: not both")
    if places:
        return checked(own_circuits(places))
    common = circuits_in_common(sides)
    if common is not None:
        if asked:
            raise ComparisonError(
                "a saved run has its own circuits: kinds, widths and depths do not apply"
            )
        return common
    recording = known_recording(sides)
    if recording is None:
        raise ComparisonError("no circuits: a side has to have some, or a recording to choose for")
    return list(
        standard_circuits(
            recording, kinds=kinds, widths=widths or WIDTHS, depths=depths or DEPTHS, seed=seed
        )
    )


def checked(circuits: Sequence[Any]) -> List[Any]:
    """The circuits, each with a name of its own.

    Raises:
        ComparisonError: otherwise.
    """
    names = [one.name for one in circuits]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not names:
        raise ComparisonError(
            "circuits: expected one or more, each with a name of its own; found "
            f"{'twice ' + twice[0] if twice else 'none'}"
        )
    return list(circuits)


def known_recording(sides: Sides) -> Optional[Recording]:
    """The first that is known."""
    return next((side.recording for side in sides if side.recording is not None), None)


def shot_plan(
    sides: Sides, circuits: Sequence[Any], settings: Settings, *, noise: str
) -> Tuple[ShotPlan, ...]:
    """Shots that each circuit takes, by what a recording says of it; of those that are small enough for that."""
    import numpy as np

    recording = known_recording(sides)
    if recording is None:
        return ()
    small = [one for one in circuits if not why_not_exact(one)]
    model = device_noise(recording, noise)
    # A saved or live side is sampled; a recording is exact, unless it is asked for shots.
    samples = sum(getattr(side, "sampled", True) for side in sides)
    level = settings.false_alarm / 2 / max(1, len(circuits))
    plans = []
    for circuit, chances in zip(small, exact_distributions(small, model)):
        chance = np.array(list(chances.values()))
        to_find = shots_to_find(
            len(chance), settings.within, level=level, power=settings.power, samples=max(1, samples)
        )
        to_agree = shots_to_agree(
            chance,
            settings.within,
            level=settings.false_alarm,
            power=settings.power,
            samples=max(1, samples),
        )
        plans.append(ShotPlan(circuit.name, to_find, to_agree))
    return tuple(plans)


def planned(
    sides: Sides, circuits: Sequence[Any], settings: Settings, *, noise: str
) -> Optional[str]:
    """The plan in words; None where no recording says what to expect."""
    plan = shot_plan(sides, circuits, settings, noise=noise)
    if not plan:
        return None
    find, agree = max(one.to_find for one in plan), max(one.to_agree for one in plan)
    return (
        f"{len(circuits)} circuits; with a power of {settings.power:g}: {find:,} shots each find a distance of "
        f"{settings.within:g}, {agree:,} show that it is not exceeded"
    )
