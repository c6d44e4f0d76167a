"""The assertion for a test suite: a recording and what it is held against agree.

Its failure shows the circuits that differ most, side by side.
"""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

from qhil.comparison.comparing import SHOTS, compare
from qhil.comparison.comparison import Comparison
from qhil.comparison.judged import JudgedCircuit, worst_first
from qhil.comparison.outcomes import pair
from qhil.comparison.settings import Settings
from qhil.comparison.sides import Given
from qhil.comparison.verdict import Verdict
from qhil.counts.bars import side_by_side

_SHOWN = 3


def assert_agrees(
    recorded: Given,
    live: Given,
    *,
    circuits: Optional[Sequence[Any]] = None,
    shots: int = SHOTS,
    seed: int = 0,
    settings: Optional[Settings] = None,
    inconclusive: str = "fail",
) -> Comparison:
    """Fail unless the two agree; give the comparison back.

    Args:
        recorded: a side, as for `qhil.compare`.
        live: another.
        circuits: see `qhil.compare`, as for the next three.
        shots: likewise.
        seed: likewise.
        settings: likewise.
        inconclusive: ``"fail"``, or ``"pass"`` where too few shots are no failure.

    Raises:
        AssertionError: they have drifted apart, or there are too few shots to say; shows the circuits that differ most.
        ValueError: for another value of ``inconclusive``.
    """
    __tracebackhide__ = True  # pytest shows the line that asserts
    if inconclusive not in ("fail", "pass"):
        raise ValueError(f"inconclusive: expected 'fail' or 'pass', found {inconclusive!r}")
    found = compare(recorded, live, circuits=circuits, shots=shots, seed=seed, settings=settings)
    allowed = {Verdict.AGREE} | ({Verdict.INCONCLUSIVE} if inconclusive == "pass" else set())
    if found.verdict not in allowed:
        raise AssertionError("\n".join(failure_lines(found)))
    return found


def failure_lines(found: Comparison) -> List[str]:
    """The verdict, the circuits that differ most, and what it may come from."""
    lines = [f"{found.first} and {found.second}: {found.summary}"]
    for one in worst_first(found.circuits)[:_SHOWN]:
        lines += ["", *_circuit_lines(one, found)]
    causes = [] if found.attribution is None else found.attribution.suspects
    if causes:
        told = "; ".join(f"{one.place}, {one.amount}" for one in causes)
        lines += ["", f"what would explain it: {told}"]
    return lines


def _circuit_lines(one: JudgedCircuit, found: Comparison) -> List[str]:
    p = "" if one.p_holm is None else f", p = {one.p_holm:.2g} among {len(found.circuits)} circuits"
    lines = [f"{one.name}: distance {one.distance.value:.3f}{p}"]
    both = pair(one.first, one.second)
    if both is not None:
        swapped = one.first.counts is None
        names = (found.second, found.first) if swapped else (found.first, found.second)
        lines += side_by_side(both, names)
    return lines
