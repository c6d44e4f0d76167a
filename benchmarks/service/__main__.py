"""Take every figure of the mocked service, print the table twice (terminal, Markdown), fail if a limit is missed."""

from __future__ import annotations

import argparse
import sys
import warnings
from typing import Iterator

from benchmarks.figures import Figure
from benchmarks.report import tell
from benchmarks.service.in_process import entering, submitting
from benchmarks.service.server import many_jobs, status_requests


def figures(repeats: int, jobs: int) -> Iterator[Figure]:
    """All of them."""
    yield from entering(20 * repeats)
    yield from submitting("ibm_washington", repeats=10 * repeats)
    yield from status_requests(clients=20, total=1000 * repeats)
    yield from many_jobs(clients=20, jobs=jobs)


def main() -> int:
    """Return 1 if a limit was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="how often everything is done")
    parser.add_argument("--jobs", type=int, default=2000, help="jobs for the server")
    chosen = parser.parse_args()
    taken = list(figures(chosen.repeats, chosen.jobs))
    return tell(taken)


if __name__ == "__main__":
    # The client announces its end at every call.
    warnings.simplefilter("ignore")
    sys.exit(main())
