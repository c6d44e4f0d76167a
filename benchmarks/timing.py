"""Callables in, medians out: timed in turn, so that a busy moment falls on all of them."""

from __future__ import annotations

import statistics
import time
from typing import Callable, Dict, List


def medians(alternatives: Dict[str, Callable[[], object]], repeats: int) -> Dict[str, float]:
    """Median seconds of each alternative, over rounds in which each has one turn."""
    seconds: Dict[str, List[float]] = {name: [] for name in alternatives}
    for _ in range(repeats):
        for name, call in alternatives.items():
            start = time.perf_counter()
            call()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in seconds.items()}
