"""Take every figure, print the table twice (terminal, Markdown), fail if a limit is missed."""

from __future__ import annotations

import argparse
import sys
import warnings
from typing import Iterator

from benchmarks.figures import Figure
from benchmarks.measures import against_limit, against_stock, faithful, import_time, whole_device
from benchmarks.plugin import plugin_time
from benchmarks.report import tell


def figures(repeats: int) -> Iterator[Figure]:
    """All of them, the cheap ones more often than the dear ones."""
    yield import_time(3 * repeats)
    yield plugin_time(7 * repeats)
    yield from against_stock("ibmq_manila", again=1, first=1, repeats=7 * repeats)
    yield from against_stock("ibm_washington", again=40, first=20, repeats=repeats)
    yield from against_stock("ibm_fez", again=100, first=50, repeats=repeats)
    yield from against_limit("ibm_washington", repeats=7 * repeats)
    yield from faithful("ibm_washington", repeats=7 * repeats)
    yield whole_device("ibm_washington", repeats=repeats)


def main() -> int:
    """Return 1 if a limit was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="rounds of the slowest comparison")
    taken = list(figures(parser.parse_args().repeats))
    return tell(taken)


if __name__ == "__main__":
    # Stock classes of the old stack announce their end at every call.
    warnings.simplefilter("ignore", DeprecationWarning)
    sys.exit(main())
