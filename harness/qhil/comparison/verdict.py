"""The verdict of a comparison, for people and for CI.

Judged circuits -> `Verdict`, one line of why, and an exit code.
"""

from __future__ import annotations

import enum
from typing import Tuple

from qhil.comparison.judged import Judged, worst_first
from qhil.comparison.quantity_text import p_text
from qhil.comparison.settings import Settings

_MOST_NAMES = 3


class Verdict(enum.Enum):
    """What a comparison says; the exit code of ``qhil compare`` is 0, 1 or 2."""

    AGREE = "agree"
    DRIFTED = "drifted"
    INCONCLUSIVE = "inconclusive"

    @property
    def exit_code(self) -> int:
        """0 agree, 1 drifted, 2 inconclusive."""
        return list(Verdict).index(self)


def verdict_of(judged: Judged, settings: Settings) -> Tuple[Verdict, str]:
    """The verdict and why.

    *drifted*: a circuit differs, or all of them together do. *agree*: that is not so, and the distance of every
    circuit is shown to be within what is asked; not to differ would not be enough. *inconclusive*: neither.
    """
    differing = [one for one in worst_first(judged.circuits) if one.differs]
    count = len(judged.circuits)
    if differing:
        names = ", ".join(
            f"{one.name} (distance {one.distance.value:.3f})" for one in differing[:_MOST_NAMES]
        )
        rest = len(differing) - _MOST_NAMES
        more = f" and {rest} more" * (rest > 0)
        told = f"{len(differing)} of {count} circuits differ: {names}{more}"
        return Verdict.DRIFTED, told
    if judged.suite_differs and judged.p_suite is not None:
        return (
            Verdict.DRIFTED,
            f"no single circuit differs for sure, but all {count} together do (p {p_text(judged.p_suite)})",
        )
    if all(one.agrees for one in judged.circuits):
        tested = any(one.p is not None for one in judged.circuits)
        seen = ", and no difference is seen" if tested else ""
        return (
            Verdict.AGREE,
            f"all {count} circuits are within a distance of {settings.within:g}{seen}",
        )
    open_ones = [one for one in judged.circuits if not one.agrees]
    needed = max((one.shots_needed or 0 for one in open_ones), default=0)
    told = (
        f"no difference is seen, but {len(open_ones)} of {count} circuits have too few shots to show that they are "
        f"within {settings.within:g}: about {_rounded(needed)} shots a circuit would do"
    )
    return Verdict.INCONCLUSIVE, told


def _rounded(number: int) -> str:
    """Up, to two digits."""
    step = 10 ** max(0, len(str(number)) - 2)
    return f"{-(-number // step) * step:,}"
