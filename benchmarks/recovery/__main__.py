"""Hide numbers in devices, calibrate these, print how often they are found within their stated uncertainty.

Fails if a rate is below the stated one by more than chance (95 %) explains.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from typing import List, Sequence, Tuple

from benchmarks.machine import description
from benchmarks.recovery.coverage import WITHIN, Coverage, coverages
from benchmarks.recovery.pulls import Pull, recovered

_HEADINGS = ("", "numbers", "told by the data", "doubt, of the prior's", "mean pull")


def table(found: Sequence[Coverage]) -> str:
    """As Markdown."""
    headings = [
        *_HEADINGS,
        *(f"within {widths} s ({rate:.1%} stated)" for widths, rate in WITHIN.items()),
    ]
    lines = [headings, ["---"] * len(headings)]
    for one in found:
        narrowed = f"{one.narrowed:.2f}" if one.narrowed else ""
        cells = [one.kind, str(one.all), str(one.told), narrowed, f"{one.mean:+.2f}"]
        lines.append([*cells, *map(str, one.rates)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> int:
    """Return 1 if uncertainties were stated too small."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recovery", description=__doc__)
    parser.add_argument("--devices", type=int, default=60, help="how many")
    parser.add_argument("--shots", type=int, default=1024, help="of each of ten circuits")
    parser.add_argument("--seed", type=int, default=0, help="of what is hidden and of the counts")
    parser.add_argument("-j", type=int, default=1, help="processes")
    options = parser.parse_args()
    tasks = [(index, options.seed, options.shots) for index in range(options.devices)]
    begun = time.perf_counter()
    found = coverages(_pulls(tasks, options.j))
    print(table(found))
    took = time.perf_counter() - begun
    print(
        f"\n{options.devices} devices of three qubits, ten circuits of {options.shots} shots, seed {options.seed}, "
        f"{took:.0f} s. {description()}"
    )
    return 0 if all(rate.kept for one in found for rate in one.rates) else 1


def _pulls(tasks: Sequence[Tuple[int, int, int]], processes: int) -> List[Pull]:
    if processes == 1:
        return [pull for task in tasks for pull in recovered(task)]
    # Not forked: Aer's threads would not be there.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as executor:
        return [pull for pulls in executor.map(recovered, tasks) for pull in pulls]


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    sys.exit(main())
