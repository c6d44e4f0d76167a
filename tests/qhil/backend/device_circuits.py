"""Small circuits in the gates of recorded devices, and devices that are recorded but for some changes."""

from __future__ import annotations

from typing import Any

from qiskit import QuantumCircuit

from qhil.recordings import Recording, load_recording


def bell(name: str = "bell", size: int = 2) -> QuantumCircuit:
    """An entangled pair of qubits 0 and 1, measured; fits every device with cx on [0, 1]."""
    circuit = QuantumCircuit(size, 2, name=name)
    circuit.rz(1.5707963267948966, 0)
    circuit.sx(0)
    circuit.rz(1.5707963267948966, 0)
    circuit.cx(0, 1)
    circuit.measure([0, 1], [0, 1])
    return circuit


def coins(size: int = 5, name: str = "coins") -> QuantumCircuit:
    """Every qubit measured in a random state, so that each shot is told from others."""
    circuit = QuantumCircuit(size, size, name=name)
    circuit.sx(range(size))
    circuit.measure(range(size), range(size))
    return circuit


def flip(name: str = "flip") -> QuantumCircuit:
    """One qubit, turned over and measured; fits every device."""
    circuit = QuantumCircuit(1, 1, name=name)
    circuit.x(0)
    circuit.measure(0, 0)
    return circuit


def eighth_turn() -> QuantumCircuit:
    """Not Clifford: the stabilizer method does not take it. For `noise="ideal"`, or any device."""
    circuit = QuantumCircuit(1, 1, name="eighth turn")
    circuit.sx(0)
    circuit.rz(0.7853981633974483, 0)
    circuit.sx(0)
    circuit.measure(0, 0)
    return circuit


def takes_hours() -> QuantumCircuit:
    """Small to send; every shot changes 2^24 amplitudes hundreds of times. For devices of 24 qubits."""
    circuit = QuantumCircuit(24, 24, name="takes hours")
    for _ in range(10):
        circuit.sx(range(24))
    circuit.measure(range(24), range(24))
    return circuit


def changed(name: str, *without: str, **fields: Any) -> Recording:
    """The recording of a device with other values in its configuration, and ``without`` some of its fields."""
    recording = load_recording(name)
    configuration = {**recording.configuration.json, **fields}
    for field in without:
        del configuration[field]
    history = [
        {**snapshot.json, "backend_name": configuration["backend_name"]}
        for snapshot in recording.history
    ]
    return Recording.from_json(configuration, history)
