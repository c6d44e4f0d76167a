"""`recorded` is Aer's own noise: for the same explicit seed the very same counts as the stock device.

Every device that the installed stack publishes, with random transpiled circuits in one batch, and each alone.
"""

from __future__ import annotations

import warnings

import pytest
from qiskit_aer import AerSimulator
from qiskit_aer.noise import NoiseModel
from stock_circuits import kinds_for, random_circuits

from qhil.backend import RecordedBackend
from qhil.recordings import load_recording
from qhil.stack import stack
from stock import stock_devices

STOCK = stock_devices()
# On these every circuit is also run alone, where Aer may choose another method than in a batch.
ALONE = ["ibmq_armonk", "ibmq_manila", "ibmq_jakarta", "ibm_perth", "ibmq_guadalupe", "ibmq_vigo"]
SEED = 20
# Of what terra publishes for these, Aer 0.13 and 0.14 make a noise model but no simulator.
STOCK_SIMULATOR_FAILS = {"ibmq_16_melbourne", "ibmq_poughkeepsie"}

pytestmark = pytest.mark.skipif(not STOCK, reason="this stack publishes no devices to compare with")


def stock_counts(simulator, circuits, shots):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Aer's own
        result = simulator.run(circuits, shots=shots, seed_simulator=SEED).result()
    assert result.success, result.status
    return [experiment.data.counts for experiment in result.results]


def our_counts(backend, circuits, shots):
    result = backend.run(circuits, shots=shots, seed_simulator=SEED).result()
    return [experiment.data.counts for experiment in result.results]


def pair(device):
    """Stock simulator and recorded backend of one device, on the same files."""
    stock = STOCK[device]
    fake = stock()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if device in STOCK_SIMULATOR_FAILS and stack().generation == "terra":
            simulator = AerSimulator(noise_model=NoiseModel.from_backend(fake))
        else:
            simulator = AerSimulator.from_backend(fake)
    recording = load_recording(device, source=stock.package)
    # Not strict, since conditions are more than some of these devices took; uncalibrated resets are free in stock.
    return fake, simulator, RecordedBackend(recording, strict=False, missing="ideal")


@pytest.mark.parametrize("device", sorted(STOCK))
def test_a_batch_of_unlike_circuits_has_the_counts_of_the_stock_device(device):
    fake, simulator, backend = pair(device)
    configuration = backend.recording.configuration
    circuits = random_circuits(fake, configuration, kinds_for(fake, configuration), seed=SEED)

    assert our_counts(backend, circuits, 400) == stock_counts(simulator, circuits, 400)


@pytest.mark.parametrize("device", [name for name in ALONE if name in STOCK])
@pytest.mark.parametrize("shots", [7, 400])
def test_each_circuit_alone_has_the_counts_of_the_stock_device(device, shots):
    fake, simulator, backend = pair(device)
    configuration = backend.recording.configuration
    kinds = kinds_for(fake, configuration)

    for seed in (1, 2):
        for circuit in random_circuits(fake, configuration, kinds, seed=seed):
            assert our_counts(backend, circuit, shots) == stock_counts(simulator, circuit, shots)


@pytest.mark.skipif("ibm_washington" not in STOCK, reason="needs the stock ibm_washington")
@pytest.mark.parametrize("method", ["automatic", "statevector", "density_matrix"])
def test_method_is_that_of_the_whole_device(method):
    """On qubits 0 and 1 of ibm_washington all errors are Clifford, elsewhere they are not."""
    from qiskit import QuantumCircuit

    _, simulator, backend = pair("ibm_washington")
    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.cx(0, 1)
    circuit.measure(0, 0)
    circuit.x(0)
    circuit.measure([0, 1], [0, 1])
    library = backend._device_noise._library
    errors = library.gate_errors([("x", (0,)), ("cx", (0, 1))]).values()
    kraus = [i for e in errors for c in e.circuits for i in c.data if i.operation.name == "kraus"]
    simulator.set_options(method=method)

    expected = stock_counts(simulator, circuit, 3)
    result = backend.run(circuit, shots=3, seed_simulator=SEED, method=method).result()

    assert not kraus
    assert library.witness()[1]
    assert [result.results[0].data.counts] == expected


@pytest.mark.skipif(stack().generation != "terra", reason="others transpile control flow, above")
def test_control_flow_by_hand_has_the_counts_of_the_stock_device():
    from qiskit import QuantumCircuit

    _, simulator, backend = pair("ibmq_manila")
    circuit = QuantumCircuit(5, 2)
    circuit.sx(1)
    circuit.measure(1, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.x(2)
        circuit.cx(2, 3)
    with circuit.for_loop(range(3)):
        circuit.sx(3)
    circuit.measure(3, 1)

    assert our_counts(backend, circuit, 500) == stock_counts(simulator, circuit, 500)
