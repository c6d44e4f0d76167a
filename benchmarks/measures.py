"""Each function takes one of the figures that the README shows."""

from __future__ import annotations

import functools
import gc
import statistics
import subprocess
import sys
from dataclasses import replace
from typing import Any, Dict, Iterator, List

from qiskit_aer import AerSimulator

import qhil
from benchmarks.circuits import SEED, for_device, ghz, ghz_over_device, unlike
from benchmarks.figures import Figure
from benchmarks.stock import StockDevice, bare_run, stock_device
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
    """Empty every cache in qhil, wherever it hangs, so that the next run is a first one."""
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and kept.__module__.startswith("qhil."):
            kept.cache_clear()


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
    stock = stock_device(device)
    if stock is None:
        return
    circuit = for_device(ghz(5), qhil.RecordedBackend(stock.recording()))

    def counts(backend: Any) -> Any:
        return backend.run(circuit, shots=SHOTS, seed_simulator=SEED).result().get_counts()

    def stock_first() -> Any:
        return counts(AerSimulator.from_backend(stock.make()))

    def ours_first() -> Any:
        return counts(qhil.RecordedBackend(stock.recording()))

    label = f"{device}, GHZ on 5 qubits, {SHOTS} shots"
    taken = medians({"stock": stock_first, "ours": ours_first}, repeats, before=forget)
    yield Figure(f"{label}, first run", taken["ours"], "stock", taken["stock"], faster=first)

    theirs = AerSimulator.from_backend(stock.make())
    ours = qhil.RecordedBackend(stock.recording())
    if counts(theirs) != counts(ours):
        sys.exit(f"{device}: for one seed, stock and qhil give different counts")
    taken = medians({"stock": lambda: counts(theirs), "ours": lambda: counts(ours)}, repeats)
    yield Figure(f"{label}, repeated", taken["ours"], "stock", taken["stock"], faster=again)


def against_limit(device: str, *, repeats: int) -> Iterator[Figure]:
    """One circuit and a batch of a hundred: Aer with the reduced model already built, and ours."""
    stock = stock_device(device)
    if stock is None:
        return
    one = _limit_figure(stock, [ghz(5)], SHOTS, repeats)
    yield replace(one, what=f"{device}, GHZ on 5 qubits, {SHOTS} shots, repeated")
    hundred = _limit_figure(stock, unlike(100, 5), 1024, max(repeats // 3, 3))
    yield replace(hundred, what=f"{device}, 100 unlike circuits on 5 qubits, 1024 shots, repeated")


def _limit_figure(stock: StockDevice, circuits: List[Any], shots: int, repeats: int) -> Figure:
    backend = qhil.RecordedBackend(stock.recording())
    transpiled = for_device(circuits, backend)
    alternatives = {
        "bare": bare_run(stock.make(), transpiled, shots),
        "ours": lambda: _all_counts(backend.run(transpiled, shots=shots).result()),
    }
    medians(alternatives, 1)
    taken = medians(alternatives, repeats)
    return Figure("", taken["ours"], "bare Aer", taken["bare"], slower=1.25)


def _all_counts(result: Any) -> List[Dict[str, int]]:
    return [result.get_counts(index) for index in range(len(result.results))]


def faithful(device: str, *, repeats: int) -> Iterator[Figure]:
    """What `faithful` costs beside `recorded`: GHZ, and a batch of random circuits, on five qubits."""
    label = f"{device}, `faithful`"
    for what, circuits in (("GHZ", [ghz(5)]), ("20 unlike circuits", unlike(20, 5))):
        backends = {
            noise: qhil.RecordedBackend(device, noise=noise, seed=SEED)
            for noise in ("recorded", "faithful")
        }
        transpiled = for_device(circuits, backends["recorded"])
        taken = medians(
            {
                noise: functools.partial(_run_all, backend, transpiled)
                for noise, backend in backends.items()
            },
            repeats,
        )
        yield Figure(
            f"{label}, {what} on 5 qubits, {SHOTS} shots, repeated",
            taken["faithful"],
            "`recorded`",
            taken["recorded"],
            slower=2,
        )


def _run_all(backend: Any, circuits: List[Any]) -> List[Dict[str, int]]:
    return _all_counts(backend.run(circuits, shots=SHOTS).result())


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
        backend = qhil.RecordedBackend(device, noise="twirled", seed=SEED)
        return backend.run(circuit, shots=1024).result().get_counts()

    what = f"{device}, GHZ on all {recording.n_qubits} qubits, twirled, 1024 shots, first run"
    return Figure(what, medians({"ours": ours}, repeats, before=forget)["ours"], under=5)
