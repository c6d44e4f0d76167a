"""Random circuits, transpiled to a stock device, with everything that `recorded` promises to reproduce."""

from __future__ import annotations

import warnings
from typing import Any, List

import numpy as np
from qiskit import QuantumCircuit, transpile

from qhil.stack import stack


def random_circuits(fake: Any, n_qubits: int, *, seed: int, kinds: List[str]) -> List[Any]:
    """One transpiled circuit a kind: plain, mid_circuit, reset, delay, conditional, control_flow."""
    rng = np.random.default_rng(seed)
    logical = [_circuit(kind, int(rng.integers(1, min(8, n_qubits) + 1)), rng) for kind in kinds]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            transpile(circuit, fake, optimization_level=1, seed_transpiler=seed)
            for circuit in logical
        ]


def _circuit(kind: str, width: int, rng: np.random.Generator) -> Any:
    circuit = QuantumCircuit(width, width, name=kind, metadata={"kind": kind})
    clifford = kind == "clifford"
    _layer(circuit, width, rng, clifford=clifford)
    if kind == "mid_circuit":
        circuit.measure(0, 0)
    elif kind == "reset":
        circuit.reset(0)
    elif kind == "delay":
        circuit.delay(1600, 0, unit="dt")
    elif kind == "conditional":
        circuit.measure(0, 0)
        if stack().generation == "qiskit2":
            with circuit.if_test((circuit.clbits[0], 1)):
                circuit.x(width - 1)
        else:
            circuit.x(width - 1).c_if(circuit.clbits[0], 1)
    elif kind == "control_flow":
        circuit.measure(0, 0)
        with circuit.if_test((circuit.clbits[0], 1)):
            circuit.sx(width - 1)
    _layer(circuit, width, rng, clifford=clifford)
    circuit.measure(range(width), range(width))
    return circuit


def _layer(circuit: Any, width: int, rng: np.random.Generator, *, clifford: bool) -> None:
    for qubit in range(width):
        if clifford:
            circuit.h(qubit)
        else:
            circuit.u(*rng.uniform(0, 2 * np.pi, 3), qubit)
    for qubit in range(width - 1):
        if rng.random() < 0.7:
            circuit.cx(qubit, qubit + 1)
