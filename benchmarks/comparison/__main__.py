"""Take all rates, print them as tables (terminal, Markdown), fail if one is not as stated."""

from __future__ import annotations

import argparse
import sys
import warnings

from benchmarks.comparison.devices import Bench
from benchmarks.comparison.rates import attribution, by_hand, false_alarms, power
from benchmarks.comparison.tables import Table, show

SEED = 20_210_726
WANDER = 0.1
_RIGHT = "The right qubit or gate is the first suspect, where a difference is found"
TABLES = ("alarms", "power", "causes", "restless", "by-hand")


def main() -> int:
    """Return 1 if a rate is not as stated."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison", description=__doc__)
    parser.add_argument("--device", default="ibmq_manila")
    parser.add_argument("--comparisons", type=int, default=1000, help="without drift, of each kind")
    parser.add_argument(
        "--drifted", type=int, default=50, help="with drift, of each kind and shots"
    )
    parser.add_argument(
        "--only", choices=TABLES, action="append", help="this table; may be repeated"
    )
    asked = parser.parse_args()
    bench = Bench(asked.device, seed=SEED)
    print(f"{asked.device}, {len(bench.circuits)} circuits, qubits {bench.qubits}")
    kept = True
    for name in asked.only or TABLES:
        table = _table(name, bench, asked.comparisons, asked.drifted)
        show(table)
        kept = kept and table.kept
    return 0 if kept else 1


def _table(name: str, bench: Bench, comparisons: int, drifted: int) -> Table:
    """One of `TABLES`."""
    if name == "alarms":
        return false_alarms(bench, count=comparisons, seed=SEED)
    if name == "restless":
        restless = list(bench.twins(wander=WANDER, seed=SEED))
        title = f"{_RIGHT}; everything else has wandered by {100 * WANDER:g} %"
        return attribution(bench, restless, title=title, count=drifted, seed=SEED + 4)
    twins = list(bench.twins())
    if name == "power":
        return power(bench, twins, count=drifted, seed=SEED + 1)
    if name == "causes":
        return attribution(bench, twins, title=_RIGHT, count=drifted, seed=SEED + 2)
    return by_hand(bench, twins, count=drifted, seed=SEED + 3)


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    sys.exit(main())
