"""Each function takes one of the figures that the README shows."""

from __future__ import annotations

import statistics
import subprocess
import sys
from typing import Any, Iterator, List

from qiskit_aer import AerSimulator
from qiskit_aer.noise import NoiseModel

import qhil
from benchmarks.circuits import SEED, for_device, ghz, ghz_over_device, unlike
from benchmarks.figures import Figure
from benchmarks.stock import fake_device, limit
from benchmarks.timing import medians

SHOTS = 4096
_IMPORT = """
import sys, time
start = time.perf_counter()
import qhil
print(time.perf_counter() - start)
assert not [name for name in sys.modules if name.partition(".")[0] in ("qiskit", "qiskit_aer")]
"""


def forget() -> None:
    """Empty every cache in qhil, so that the next run is a first one."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "qhil":
            for value in vars(module).values():
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()


def import_time(repeats: int) -> Figure:
    """``import qhil`` in a fresh interpreter, which must not import Qiskit."""
    seconds = [
        float(
            subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, check=True).stdout
        )
        for _ in range(repeats)
    ]
    return Figure("`import qhil`, no Qiskit imported", statistics.median(seconds), under=0.05)


def against_stock(device: str, *, again: float, first: float, repeats: int) -> Iterator[Figure]:
    """GHZ on five qubits: stock's fake device and ours, a first run and a repeated one."""
    fake = fake_device(device)
    if fake is None:
        return
    circuit = for_device(ghz(5), qhil.RecordedBackend(device))

    def stock_first() -> Any:
        return AerSimulator.from_backend(fake()).run(circuit, shots=SHOTS).result().get_counts()

    def ours_first() -> Any:
        forget()
        return qhil.RecordedBackend(device).run(circuit, shots=SHOTS).result().get_counts()

    label = f"{device}, GHZ on 5 qubits, {SHOTS} shots"
    taken = medians({"stock": stock_first, "ours": ours_first}, repeats)
    yield Figure(f"{label}, first run", taken["ours"], "stock", taken["stock"], faster=first)

    stock, ours = AerSimulator.from_backend(fake()), qhil.RecordedBackend(device)
    alternatives = {
        "stock": lambda: stock.run(circuit, shots=SHOTS).result().get_counts(),
        "ours": lambda: ours.run(circuit, shots=SHOTS).result().get_counts(),
    }
    medians(alternatives, 1)
    taken = medians(alternatives, repeats)
    yield Figure(f"{label}, repeated", taken["ours"], "stock", taken["stock"], faster=again)


def against_limit(device: str, *, repeats: int) -> Iterator[Figure]:
    """One circuit and a batch of a hundred: Aer with the reduced model already built, and ours."""
    fake = fake_device(device)
    if fake is None:
        return
    model = NoiseModel.from_backend(fake())
    ours = qhil.RecordedBackend(device)
    yield _limit_figure(f"{device}, GHZ on 5 qubits, {SHOTS} shots", ours, model, [ghz(5)], repeats)
    hundred = unlike(100, 5)
    yield _limit_figure(
        f"{device}, 100 unlike circuits", ours, model, hundred, max(repeats // 3, 3)
    )


def _limit_figure(
    what: str, ours: Any, model: NoiseModel, circuits: List[Any], repeats: int
) -> Figure:
    transpiled = for_device(circuits, ours)
    shots = SHOTS if len(circuits) == 1 else 1024
    ran = ours.run(transpiled, shots=shots).result()
    bare = limit(model, transpiled, ran.results[0].metadata["method"])
    alternatives = {
        "limit": lambda: bare.run(transpiled, shots=shots).result().get_counts(),
        "ours": lambda: ours.run(transpiled, shots=shots).result().get_counts(),
    }
    medians(alternatives, 1)
    taken = medians(alternatives, repeats)
    return Figure(f"{what}, repeated", taken["ours"], "bare Aer", taken["limit"], slower=1.25)


def whole_device(device: str, *, repeats: int) -> Figure:
    """GHZ over every qubit of a device with all its noise, Pauli-twirled; a first run each time."""
    recording = qhil.load_recording(device)
    edges = recording.configuration.coupling_map or ()
    spread = ghz_over_device(edges, recording.n_qubits)
    circuit = for_device(
        spread,
        qhil.RecordedBackend(recording),
        initial_layout=list(range(recording.n_qubits)),
        optimization_level=1,
    )

    def ours() -> Any:
        forget()
        backend = qhil.RecordedBackend(device, noise="twirled", seed=SEED)
        return backend.run(circuit, shots=1024).result().get_counts()

    what = f"{device}, GHZ on all {recording.n_qubits} qubits, twirled, 1024 shots, first run"
    return Figure(what, medians({"ours": ours}, repeats)["ours"], under=5)
