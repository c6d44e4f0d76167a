"""The service's simulator, by the real client."""

from __future__ import annotations

import pytest

import qhil

pytestmark = pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker")


@pytest.fixture
def simulator(ibmq):
    from qhil_mocks.mock_ibmq import MockIBMQ

    with MockIBMQ(seed=7, devices=["ibmq_qasm_simulator"]) as service:
        yield ibmq.enable_account(service.token, url=service.url).get_backend("ibmq_qasm_simulator")


def test_it_is_a_simulator_without_calibration(simulator):
    assert simulator.configuration().simulator
    assert simulator.configuration().n_qubits == 32
    assert simulator.properties() is None
    assert simulator.status().operational


def test_it_has_no_noise_and_takes_conditions_and_matrices(simulator):
    from qiskit import QuantumCircuit, transpile

    circuit = QuantumCircuit(3, 3)
    circuit.h(0)
    circuit.measure(0, 0)
    circuit.x(1).c_if(0, 1)
    circuit.unitary([[0, 1j], [1j, 0]], 2)
    circuit.measure([1, 2], [1, 2])
    job = simulator.run(transpile(circuit, simulator), shots=1000)

    qhil.assert_counts_close(job.result().get_counts(), {"100": 0.5, "111": 0.5})
    assert set(job.result().get_counts()) == {"100", "111"}
    assert job.properties() is None


def test_it_prepares_states_and_honours_a_seed(simulator):
    from qiskit import QuantumCircuit

    circuit = QuantumCircuit(1)
    circuit.initialize([0.6, 0.8j], 0)
    circuit.measure_all()
    first, second = (
        simulator.run(circuit, shots=1000, seed_simulator=3).result().get_counts() for _ in range(2)
    )

    assert first == second
    qhil.assert_counts_close(first, {"0": 0.36, "1": 0.64})


def test_it_takes_a_noise_model(simulator):
    from qiskit import QuantumCircuit
    from qiskit_aer.noise import NoiseModel, ReadoutError, depolarizing_error
    from qiskit_aer.noise import thermal_relaxation_error as relaxation

    noise = NoiseModel()
    noise.add_all_qubit_quantum_error(depolarizing_error(0.2, 1), ["x"])
    noise.add_all_qubit_readout_error(ReadoutError([[0.9, 0.1], [0.2, 0.8]]))
    noise.add_quantum_error(relaxation(50, 70, 100), ["sx"], [0])  # T2 above T1: a Kraus channel
    circuits = []
    for gate, times in (("x", 1), ("sx", 2)):
        circuit = QuantumCircuit(1)
        for _ in range(times):
            getattr(circuit, gate)(0)
        circuit.measure_all()
        circuits.append(circuit)

    result = simulator.run(circuits, shots=4000, noise_model=noise, seed_simulator=1).result()

    flipped = (
        0.9 * 0.8 + 0.1 * 0.1
    )  # depolarized with 0.2, half of which is the right state; then read
    qhil.assert_counts_close(result.get_counts(0), {"1": flipped, "0": 1 - flipped})
    assert result.get_counts(1)["0"] > 2400  # relaxed
