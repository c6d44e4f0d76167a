"""Random circuits, transpiled to a stock device, with everything that `recorded` promises to reproduce."""

from __future__ import annotations

import warnings
from typing import Any, FrozenSet, List

import numpy as np
from qiskit import QuantumCircuit, transpile

from qhil.recordings import DeviceConfiguration
from qhil.stack import stack

ALWAYS = ("plain", "clifford", "mid_circuit")


def kinds_for(fake: Any, device: DeviceConfiguration) -> List[str]:
    """What circuits a device can run: those that need a reset, a condition or control flow where it has it."""
    has: FrozenSet[str] = frozenset(device.basis_gates) | frozenset(device.supported_instructions)
    if fake.version == 2:
        has = frozenset(fake.operation_names)
    kinds = list(ALWAYS)
    if (fake.dt if fake.version == 2 else getattr(fake.configuration(), "dt", None)) is not None:
        kinds.append("delay")
    if "reset" in has:
        kinds.append("reset")
    if stack().generation != "qiskit2":  # which has no single conditional instructions
        kinds.append("conditional")
    if "if_else" in has and stack().generation != "terra":  # whose transpiler takes it nowhere
        kinds.append("control_flow")
    return kinds


def random_circuits(fake: Any, device: DeviceConfiguration, kinds: List[str], *, seed: int) -> Any:
    """One random circuit of each kind, on 1 to 8 qubits, transpiled to the device."""
    rng = np.random.default_rng(seed)
    # This one has cx on some pairs and ecr on others, between which stock's transpiler finds no way.
    widest = 1 if device.name == "alt_cairo" else min(8, device.n_qubits)
    logical = [_circuit(kind, int(rng.integers(1, widest + 1)), rng) for kind in kinds]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            transpile(circuit, fake, optimization_level=1, seed_transpiler=seed)
            for circuit in logical
        ]


def _circuit(kind: str, width: int, rng: np.random.Generator) -> Any:
    circuit = QuantumCircuit(width, width, name=kind, metadata={"kind": kind})
    _layer(circuit, width, rng, clifford=kind == "clifford")
    if kind == "mid_circuit":
        circuit.measure(0, 0)
    elif kind == "reset":
        circuit.reset(0)
    elif kind == "delay":
        circuit.delay(1600, 0, unit="dt")
    elif kind == "conditional":
        circuit.measure(0, 0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecated in Qiskit 1.3, and the only way there is
            circuit.x(width - 1).c_if(circuit.clbits[0], 1)
    elif kind == "control_flow":
        circuit.measure(0, 0)
        with circuit.if_test((circuit.clbits[0], 1)):
            circuit.sx(width - 1)
    _layer(circuit, width, rng, clifford=kind == "clifford")
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
