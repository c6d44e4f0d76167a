"""Callables in, medians out: timed in turn, so that a busy moment falls on all of them."""

from __future__ import annotations

import statistics
import time
from typing import Callable, Dict, List, Mapping


def medians(
    alternatives: Mapping[str, Callable[[], object]],
    repeats: int,
    before: Callable[[], None] = lambda: None,
) -> Dict[str, float]:
    """Median seconds of each alternative, over rounds in which each has one turn, in turned order every other round.

    ``before`` is called ahead of every turn and not timed.
    """
    seconds: Dict[str, List[float]] = {name: [] for name in alternatives}
    for turned in range(repeats):
        for name, call in list(alternatives.items())[:: -1 if turned % 2 else 1]:
            before()
            start = time.perf_counter()
            call()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in seconds.items()}
