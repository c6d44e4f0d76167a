"""Take every figure of faults and sweeps, print the table twice (terminal, Markdown), fail if a limit is missed."""

from __future__ import annotations

import argparse
import sys
import warnings
from typing import Iterator

from benchmarks.faults.idle import idle_plan
from benchmarks.faults.sweeping import sweep_of_a_job
from benchmarks.figures import Figure
from benchmarks.report import tell


def figures(repeats: int) -> Iterator[Figure]:
    """All of them."""
    yield from idle_plan("ibmq_manila", repeats=500 * repeats)
    yield from sweep_of_a_job("ibmq_manila")


def main() -> int:
    """Return 1 if a limit was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="how often everything is done")
    taken = list(figures(parser.parse_args().repeats))
    return tell(taken)


if __name__ == "__main__":
    # The client announces its end at every call.
    warnings.simplefilter("ignore")
    sys.exit(main())
