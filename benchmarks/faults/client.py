"""Sweep the real client, and write what was found into a folder: JSON, pages, and the tables as Markdown.

Needs the extra ``ibmq``.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import warnings
from pathlib import Path
from typing import Any, List, Tuple

_SCENARIOS = Path(__file__).parents[2] / "tests" / "examples" / "client_sweep"
_SEED = 7
_SWEPT = ("submit_wait_fetch", "job_manager", "runtime_with_interim_results")


def main() -> int:
    """Return 0; what a client does is no failure of ours."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults.client", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(_SCENARIOS))
    scenarios: Any = importlib.import_module("scenarios")

    import qhil
    from benchmarks.faults.findings import page

    reports: List[Tuple[str, Any]] = []
    for name in _SWEPT:
        begun = time.perf_counter()
        report = qhil.sweep(
            getattr(scenarios, name),
            documented=scenarios.DOCUMENTED,
            seed=_SEED,
            sites=scenarios.SITES.get(name),
            resume=folder / f"{name}.jsonl",
        )
        seconds = time.perf_counter() - begun
        rate = 60 * len(report.points) / seconds
        print(f"{name}: {report.summary}; {seconds:.0f} s, {rate:.0f} points a minute")
        (folder / f"{name}.json").write_text(report.to_json(), encoding="utf-8")
        (folder / f"{name}.html").write_text(report.to_html(), encoding="utf-8")
        reports.append((name, report))
    (folder / "tables.md").write_text("\n".join(page(reports)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    # The client announces its end at every call.
    warnings.simplefilter("ignore")
    sys.exit(main())
