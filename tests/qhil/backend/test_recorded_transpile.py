"""`transpile(circuit, backend)` gives what the device takes, on every stack and for every kind of device."""

from __future__ import annotations

import pytest
from qiskit import QuantumCircuit, transpile

from qhil.backend import RecordedBackend
from qhil.stack import stack

DEVICES = [
    "ibmq_armonk",
    "ibmq_belem",
    "ibmq_manila",
    "ibm_perth",
    "ibm_washington",
    "ibm_sherbrooke",  # ECR, in one direction each
    "ibm_torino",  # CZ
    "ibm_fez",  # CZ
]


def _program(size):
    """Gates and pairs that no device has, a measurement halfway, and a reset."""
    circuit = QuantumCircuit(size, size + 1, name="program")
    circuit.h(0)
    circuit.t(0)
    for qubit in range(1, size):
        circuit.cx(0, qubit)
        circuit.cz(qubit, (qubit + 1) % size)
        circuit.ry(0.3, qubit)
    if size > 3:
        circuit.ccx(0, 2, 3)
        circuit.swap(1, 3)
    circuit.measure(0, size)
    circuit.barrier()
    circuit.x(0)
    circuit.measure(range(size), range(size))
    return circuit


def _transpiled(circuit, backend, **options):
    return transpile(circuit, backend, **{"optimization_level": 1, "seed_transpiler": 3, **options})


@pytest.mark.parametrize("device", DEVICES)
def test_what_is_transpiled_for_a_device_is_in_its_basis_on_its_pairs_and_runs(device):
    backend = RecordedBackend(device, seed=7)
    configuration = backend.recording.configuration
    pairs = {tuple(pair) for pair in configuration.coupling_map or ()}

    circuit = _transpiled(_program(min(4, configuration.n_qubits)), backend)

    gates = [item for item in circuit.data if item.operation.name not in ("measure", "barrier")]
    assert {item.operation.name for item in gates} <= set(configuration.basis_gates)
    for item in gates:
        qubits = tuple(circuit.find_bit(qubit).index for qubit in item.qubits)
        assert len(qubits) == 1 or qubits in pairs
    assert sum(backend.run(circuit, shots=50).result().get_counts().values()) == 50


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@pytest.mark.parametrize("device", ["ibmq_manila", "ibm_sherbrooke"])
def test_every_optimization_level_gives_what_the_device_takes(device, level):
    backend = RecordedBackend(device, seed=7)

    circuit = _transpiled(_program(3), backend, optimization_level=level)

    assert backend.run(circuit, shots=50).result().success


def test_the_layout_is_the_users_to_choose():
    backend = RecordedBackend("ibmq_manila", seed=7)
    program = QuantumCircuit(2, 2)
    program.cx(0, 1)
    program.measure([0, 1], [0, 1])

    circuit = _transpiled(program, backend, initial_layout=[3, 4], optimization_level=0)

    measured = [item for item in circuit.data if item.operation.name == "measure"]
    assert [circuit.find_bit(item.qubits[0]).index for item in measured] == [3, 4]
    assert backend.run(circuit, shots=50).result().success


@pytest.mark.skipif(
    stack().backend_version == 1, reason="a BackendV1 tells the transpiler of no control flow"
)
def test_control_flow_is_kept_for_a_device_that_has_it():
    program = QuantumCircuit(2, 2)
    program.h(0)
    program.measure(0, 0)
    with program.if_test((0, 1)):
        program.h(1)
        program.h(1)
        program.x(1)
    program.measure(1, 1)
    backend = RecordedBackend("ibm_torino", noise="ideal", seed=7)

    circuit = _transpiled(program, backend, optimization_level=0)

    assert "if_else" in circuit.count_ops()
    assert set(backend.run(circuit, shots=200).result().get_counts()) == {"00", "11"}
