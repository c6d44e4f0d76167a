"""The assertion for counts that differ from run to run.

>>> bell = {"00": 0.5, "11": 0.5}
>>> assert_counts_close({"00": 510, "11": 514}, bell)
>>> assert_counts_close({"00": 510, "01": 17, "11": 497}, bell, within=0.05)
>>> assert_counts_close({"00": 510, "11": 514}, {"00": 2011, "11": 2085})
"""

from __future__ import annotations

from typing import Any

from qhil.counts.bars import side_by_side
from qhil.counts.can_fail import check_can_fail
from qhil.counts.outcomes import check_same_form, read_expected, read_sample
from qhil.counts.p_value import SMALLEST_LEVEL
from qhil.counts.pair import paired
from qhil.counts.verdict import judge_closeness, judge_equality


def assert_counts_close(
    counts: Any, expected: Any, *, within: float = 0.0, false_alarm: float = 1e-4
) -> None:
    """Fail if counts are not what is expected, by more than shot noise explains.

    Args:
        counts: shots by outcome (a dictionary, or Qiskit's `Counts`). Outcomes are bit strings,
            hexadecimal strings or integers.
        expected: probabilities, which sum to 1, or the counts of another run, which have shot noise
            of their own. Whole numbers are counts, but for a single 1.
        within: how far apart the two distributions may be, in total variation distance: the
            probability of no event may differ by more. 0: they are equal.
        false_alarm: the rate at which this fails although the distributions are equal, or within
            that distance, is at most this, at any number of shots.

    Raises:
        AssertionError: the distributions differ; the message has both, side by side.
        TypeError: for what are no counts, probabilities or options.
        ValueError: for counts and probabilities that do not go together, and where no counts of so many
            shots could fail.

    An outcome that is expected with probability 0 decides at once where ``within`` is 0: simulated noise
    makes such outcomes, so that ideal probabilities need a ``within``. How the p-values come about,
    and why they hold at small counts too, is told in :mod:`qhil.counts.p_value` (``within`` 0) and
    :mod:`qhil.counts.event`; how the shots that decide are found, in :mod:`qhil.counts.shots`.
    The same input gets the same verdict.
    """
    __tracebackhide__ = True  # pytest shows the line that asserts
    _check_options(within, false_alarm)
    sample, other = read_sample(counts, "counts"), read_expected(expected)
    check_same_form(sample.form, other.form)
    pair = paired(sample, other)
    check_can_fail(pair, within, false_alarm)
    if within == 0:
        verdict = judge_equality(pair, false_alarm)
        title = "counts differ from what is expected"
    else:
        verdict = judge_closeness(pair, within, false_alarm)
        title = f"counts are further than {within:g} from what is expected"
    if verdict.differs:
        told = (f"  {line}" for line in verdict.told)
        raise AssertionError("\n".join([title, *side_by_side(pair), *told]))


def _check_options(within: float, false_alarm: float) -> None:
    if not 0 <= within < 1:
        raise ValueError(f"within: expected a distance from 0 to less than 1, found {within!r}")
    if not SMALLEST_LEVEL <= false_alarm <= 0.5:
        raise ValueError(
            f"false_alarm: expected a rate from {SMALLEST_LEVEL:g} to 0.5, found {false_alarm!r}"
        )
