r"""Why two counts are not equal: what a test that says ``==`` wants to know.

>>> print("\n".join(explain_difference({"00": 5, "11": 3}, {"0x0": 5, "0x3": 3})))
the same counts, written differently: left has bit strings, right hexadecimal strings
>>> print("\n".join(explain_difference({"01": 5, "11": 3}, {"10": 5, "11": 3})))
the same counts with the bits in reverse: Qiskit writes the first bit last (little-endian)
"""

from __future__ import annotations

from typing import Any, List

from qhil.counts.bars import side_by_side
from qhil.counts.outcomes import Sample, form_of, read_sample
from qhil.counts.pair import Pair, paired
from qhil.counts.rewriting import alike, same_but_for
from qhil.counts.verdict import judge_equality

_LEVEL = 1e-2
_BUDGET = 2_000_000  # numbers of shots to draw: 0.3 s at most
_MOST_OUTCOMES = 2_000
_CURE = (
    "compare them by qhil.assert_counts_close(left, right), or give both runs one seed, "
    "for equal counts"
)


def look_like_counts(obj: Any) -> bool:
    """Whether this is a dictionary of bit strings (or hexadecimal ones) of one form to numbers of shots."""
    if not isinstance(obj, dict) or not obj:
        return False
    if not all(type(number) is int and number >= 0 for number in obj.values()):
        return False
    forms = {form_of(key) if isinstance(key, str) else None for key in obj}
    return len(forms) == 1 and None not in forms


def explain_difference(left: Any, right: Any) -> List[str]:
    """Lines on why ``left == right`` does not hold; none if these are no counts. Never raises."""
    try:
        if not (look_like_counts(left) and look_like_counts(right)):
            return []
        return _explained(read_sample(left, "left"), read_sample(right, "right"))
    except Exception:  # noqa: BLE001 - the test has failed already; it is to be told of its own failure
        return []


def _explained(left: Sample, right: Sample) -> List[str]:
    same = same_but_for(left, right)
    if same:
        return [same]
    comparable = alike(left, right)
    if comparable is None:
        return [
            f"these counts have other outcomes: left {left.form}, right {right.form}",
        ]
    pair = paired(*comparable)
    return [
        "sampled counts differ from run to run, by chance",
        *_verdict(pair),
        _CURE,  # before the bars, of which pytest shows the first few unless told -vv
        *side_by_side(pair, ("left", "right")),
    ]


def _verdict(pair: Pair) -> List[str]:
    if len(pair.labels) > _MOST_OUTCOMES:
        return []
    verdict = judge_equality(pair, _LEVEL, _BUDGET)
    fit = "hardly of" if verdict.differs else "consistent with"
    return [f"these two are {fit} one distribution: {verdict.p}", verdict.told[2]]
