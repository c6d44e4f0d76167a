"""Sweep the example programs of this repository, and write the tables as Markdown.

They teach, and overcome nothing: what is documented is that errors of the service come out. Needs the extra ``ibmq``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import List, Sequence, Tuple

from benchmarks.faults.findings import page
from qhil.sweeping import SweepReport

_EXAMPLES = Path(__file__).parents[2] / "tests" / "examples"
_DEVICE = ("--device", "ibmq_manila", "--seed", "7")
# Few repetitions: each call of a loop is as many points again.
_PROGRAMS: Sequence[Tuple[str, Sequence[str]]] = (
    ("hello.py", ()),
    ("bell_sampler.py", ()),
    ("quantum_kernel.py", ("--inputs", '{"points": [[0.1, 0.2], [1.0, 0.5]]}')),
    ("vqe_h2.py", ("--inputs", '{"iterations": 1}')),
    ("vqe_lab/programs/ising_vqe.py", ("--inputs", '{"n_spins": 2, "iterations": 1}')),
    ("tutorial/4/ghz.py", ("--inputs", '{"n_qubits": 3}')),
    ("howto/sturdy.py", ("--inputs", '{"shots": 1000}')),
)


def main() -> int:
    """Return 0; what an example does is no failure of ours."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.faults.examples", description=__doc__
    )
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    reports: List[Tuple[str, SweepReport]] = []
    for name, options in _PROGRAMS:
        begun = time.perf_counter()
        report = _swept(name, options, folder / f"{name.replace('/', '-')}.json")
        print(f"{name}: {report.summary}; {time.perf_counter() - begun:.0f} s", flush=True)
        reports.append((name, report))
    (folder / "tables.md").write_text("\n".join(page(reports)) + "\n", encoding="utf-8")
    return 0


def _swept(name: str, options: Sequence[str], report: Path) -> SweepReport:
    command = [sys.executable, "-m", "qhil.cli", "sweep", str(_EXAMPLES / name), *_DEVICE, *options]
    command += ["--documented", "IBMQError", "--json", str(report)]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    if told.returncode not in (0, 1):  # 1: there are findings
        raise SystemExit(f"{name}: exit code {told.returncode}\n{told.stderr}")
    return SweepReport.from_json(report.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
