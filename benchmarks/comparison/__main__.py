"""Take all rates, print them as tables (terminal, Markdown), fail if one is not as stated."""

from __future__ import annotations

import argparse
import sys
import warnings

from benchmarks.comparison.devices import Bench
from benchmarks.comparison.rates import attribution, by_hand, false_alarms, power
from benchmarks.comparison.tables import show

SEED = 20_210_726
WANDER = 0.1
_RIGHT = "The right qubit or gate is the first suspect, where a difference is found"
_RESTLESS = f"; everything else has wandered by {100 * WANDER:g} %"


def main() -> int:
    """Return 1 if a rate is not as stated."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison", description=__doc__)
    parser.add_argument("--device", default="ibmq_manila")
    parser.add_argument("--comparisons", type=int, default=1000, help="without drift, of each kind")
    parser.add_argument(
        "--drifted", type=int, default=200, help="with drift, of each kind and shots"
    )
    asked = parser.parse_args()
    bench = Bench(asked.device, seed=SEED)
    twins, restless = list(bench.twins()), list(bench.twins(wander=WANDER, seed=SEED))
    title = f"{asked.device}, {len(bench.circuits)} circuits, qubits {', '.join(map(str, bench.qubits))}"
    print(title)
    tables = [
        false_alarms(bench, count=asked.comparisons, seed=SEED),
        power(bench, twins, count=asked.drifted, seed=SEED + 1),
        attribution(bench, twins, title=_RIGHT, count=asked.drifted, seed=SEED + 2),
        attribution(bench, restless, title=_RIGHT + _RESTLESS, count=asked.drifted, seed=SEED + 4),
        by_hand(bench, twins, count=asked.drifted, seed=SEED + 3),
    ]
    for table in tables:
        show(table)
    return 0 if all(table.kept for table in tables) else 1


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    sys.exit(main())
