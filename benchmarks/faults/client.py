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
from typing import Any, List, Optional, Sequence, Tuple

_SCENARIOS = Path(__file__).parents[2] / "tests" / "examples" / "client_sweep"
_SEED = 7
_SWEPT: Sequence[Tuple[str, Optional[Sequence[str]]]] = (
    ("submit_wait_fetch", None),
    ("job_manager", None),
    # A program really runs at each point, in a process of its own: what is swept is what only programs have. How often
    # the client asks for the state of its job depends on how long that takes.
    (
        "runtime_with_interim_results",
        ("api.create_runtime_job", "api.runtime_job_results", "runtime_job.life", "socket.*"),
    ),
)


def main() -> int:
    """Return 0; what a client does is no failure of ours."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults.client", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(_SCENARIOS))
    scenarios: Any = importlib.import_module("scenarios")

    import qhil
    from benchmarks.faults.client_report import page

    reports: List[Tuple[str, Any]] = []
    for name, sites in _SWEPT:
        begun = time.perf_counter()
        report = qhil.sweep(
            getattr(scenarios, name),
            documented=scenarios.DOCUMENTED,
            seed=_SEED,
            sites=sites,
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
