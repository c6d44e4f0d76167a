"""Compare a recording with a live device, print the figure, fail if a limit is missed.

The live device is a drifted twin of the recording, served by the mocked service to the unmodified client. What has
drifted is known, so it is told, too, whether the comparison has found it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any, Dict, Iterator, Tuple

from benchmarks.figures import Figure
from benchmarks.report import tell
from qhil.recordings import load_recording
from qhil.recordings.drifted import Drift, drifted

DEVICE = "ibm_washington"
# 56 circuits, those of all kinds.
WIDTHS = "2,3,4,5"
# Asked for 50.
UNDER = 120.0


def compared(shots: int) -> Tuple[float, Dict[str, Any]]:
    """Seconds of ``qhil compare NAME live:NAME``, and what it found, as JSON."""
    from qhil.cli import main
    from qhil.comparison.standard import standard_circuits
    from qhil.noise.footprint import footprint
    from qhil_mocks import MockIBMQ

    recording = load_recording(DEVICE)
    (circuit,) = standard_circuits(recording, kinds=["ghz"], widths=[4], depths=[1])
    first, *_ = sorted(footprint(circuit).qubits)
    (coupling, *_) = (set(qubits) for name, qubits in footprint(circuit).gates if name == "cx")
    pair = (min(coupling), max(coupling))
    twin = drifted(recording, Drift(readout={first: 0.03}, couplings={pair: 2.0}))
    command = ["compare", DEVICE, f"live:{DEVICE}", "--widths", WIDTHS, "--shots", str(shots)]
    command += ["--yes", "--max-jobs", "10", "--json", "comparison.json"]
    with MockIBMQ(seed=7, devices=[twin]):
        started = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
            main(command)
        taken = time.perf_counter() - started
    print(f"drifted: readout of qubit {first} by 3 points, coupling {pair} twice as bad")
    return taken, json.loads(Path("comparison.json").read_text(encoding="utf-8"))


def figures(shots: int) -> Iterator[Figure]:
    """The one there is."""
    seconds, found = compared(shots)
    told = found.get("verdict")
    print(f"verdict: {told}; {found.get('told')}")
    circuits = len(found["circuits"])
    what = (
        f"{DEVICE} against its drifted twin, by the client: {circuits} circuits, {shots} shots each"
    )
    yield Figure(what, seconds, under=UNDER)


def main() -> int:
    """Return 1 if a limit was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--shots", type=int, default=4000, help="of each circuit")
    shots = parser.parse_args().shots
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="qhil-") as folder:
        os.chdir(folder)
        try:
            return tell(list(figures(shots)))
        finally:
            os.chdir(before)


if __name__ == "__main__":
    # The client announces its end at every call.
    warnings.simplefilter("ignore")
    sys.exit(main())
