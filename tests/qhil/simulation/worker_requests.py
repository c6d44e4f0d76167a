"""Requests of all sizes for worker processes, and what became of those processes."""

from __future__ import annotations

import os
import select
import sys

import pytest

from qhil.simulation.aer import SimulationRequest, prepare

prepare()

from qiskit import QuantumCircuit  # noqa: E402

MIB = 2**20
SEEDED = {"shots": 500, "seed_simulator": 11}
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def ghz(size=3):
    circuit = QuantumCircuit(size)
    circuit.h(0)
    for qubit in range(size - 1):
        circuit.cx(qubit, qubit + 1)
    circuit.measure_all()
    return circuit


def ghz_request(**options):
    return SimulationRequest((ghz(),), None, {**SEEDED, **options})


def takes_minutes(qubits=24):
    """Small to send; every one of its shots changes 2^24 amplitudes a hundred times."""
    circuit = QuantumCircuit(qubits, qubits)
    for qubit in range(qubits - 1):
        circuit.rx(0.3, qubit)
        circuit.cx(qubit, qubit + 1)
    circuit.measure(0, 0)  # shots cannot be sampled from one final state
    for qubit in range(qubits - 1):
        circuit.rx(0.3, qubit)
        circuit.cx(qubit, qubit + 1)
    circuit.measure(range(qubits), range(qubits))
    return SimulationRequest((circuit,), None, {"shots": 10_000, "method": "statevector"})


def wide(qubits):
    circuit = QuantumCircuit(qubits)
    circuit.h(range(qubits))
    circuit.measure_all()
    return SimulationRequest((circuit,), None, {"shots": 10, "method": "statevector"})


def idle_pid(pool):
    (worker,) = pool._idle
    return worker.pid


def is_gone(pid):
    """Whether no process has the number, not even one that nobody has waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def ends_soon(pid, seconds=30):
    """Whether a process, of whoever it is a child, ends within that time."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


class AtOnce:
    """A timer whose time has come as soon as it is started."""

    def __init__(self, seconds, action):
        self._action = action

    def start(self):
        self._action()

    def cancel(self):
        pass


def aer_counts(simulator, circuit, seed):
    """Stands for what a job of Aer calls; here, because a worker has to find it."""
    return simulator.run(circuit, seed_simulator=seed).result()


def without_memory():
    raise MemoryError
