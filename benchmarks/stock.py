"""Stock Qiskit's side: its fake device of a recording, and Aer with a noise model made from it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Set, Tuple

from qiskit import QuantumCircuit
from qiskit_aer import AerSimulator
from qiskit_aer.noise import NoiseModel

from qhil import Recording, load_recording

# Newest first. terra has both classes of most devices, and its older one is the recording itself.
_PROVIDERS = {
    "qiskit-ibm-runtime": "qiskit_ibm_runtime.fake_provider",
    "qiskit-terra": "qiskit.providers.fake_provider",
}
_CLASSES: Dict[str, Tuple[str, ...]] = {
    "ibm_washington": ("FakeWashington", "FakeWashingtonV2"),
    "ibm_fez": ("FakeFez",),
    "ibmq_manila": ("FakeManila", "FakeManilaV2"),
}

Site = Tuple[str, Tuple[int, ...]]


@dataclass(frozen=True)
class StockDevice:
    """A stock fake device, and the recording that it stands on: other packages may have another."""

    name: str
    source: str
    make: Callable[[], Any]

    def recording(self) -> Recording:
        """The very recording."""
        return load_recording(self.name, source=self.source)


def stock_device(name: str) -> Optional[StockDevice]:
    """The stock fake device of that name, or None where this stack has none."""
    for source, provider in _PROVIDERS.items():
        try:
            module = importlib.import_module(provider)
        except ImportError:
            continue
        for class_name in _CLASSES[name]:
            if hasattr(module, class_name):
                return StockDevice(name, source, getattr(module, class_name))
    return None


def reduced_model(full: NoiseModel, circuits: Iterable[QuantumCircuit]) -> NoiseModel:
    """The least of a noise model that covers the circuits, put together by hand."""
    sites = _sites(circuits)
    reduced = NoiseModel(basis_gates=full.basis_gates)
    for instruction, errors in full._local_quantum_errors.items():
        for qubits, error in errors.items():
            if (instruction, tuple(qubits)) in sites:
                reduced.add_quantum_error(error, instruction, qubits)
    for qubits, error in full._local_readout_errors.items():
        if ("measure", tuple(qubits)) in sites:
            reduced.add_readout_error(error, qubits)
    return reduced


def bare_run(
    device: Any, circuits: Sequence[QuantumCircuit], shots: int
) -> Callable[[], List[Dict[str, int]]]:
    """A run of Aer with the reduced model already built: the least that these counts take.

    The method of each circuit is the one that Aer chooses for it under the full model, which the
    reduced one need not give; circuits of one method are one run.
    """
    full = AerSimulator.from_backend(device)
    chosen = [
        entry.metadata["method"] for entry in full.run(circuits, shots=shots).result().results
    ]
    reduced = reduced_model(NoiseModel.from_backend(device), circuits)
    parts = [
        (
            AerSimulator(noise_model=reduced, method=method),
            [circuit for circuit, its in zip(circuits, chosen) if its == method],
        )
        for method in sorted(set(chosen))
    ]

    def run() -> List[Dict[str, int]]:
        results = [simulator.run(part, shots=shots).result() for simulator, part in parts]
        return [
            result.get_counts(index) for result in results for index in range(len(result.results))
        ]

    return run


def _sites(circuits: Iterable[QuantumCircuit]) -> Set[Site]:
    return {
        (entry.operation.name, tuple(circuit.find_bit(qubit).index for qubit in entry.qubits))
        for circuit in circuits
        for entry in circuit.data
    }
