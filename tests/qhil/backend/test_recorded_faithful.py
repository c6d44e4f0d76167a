"""Runs with noise `faithful`: every circuit that `recorded` takes, on every device, and what the result tells."""

from __future__ import annotations

import cmath
import math

import pytest
from qiskit import QuantumCircuit

import qhil_fixtures
from qhil import NoiseKind
from qhil.backend import RecordedBackend
from qhil.errors import CalibrationError
from qhil.noise import exact_probabilities
from qhil.recordings import FittedNoise, FittedValue, Recording, load_recording
from qhil.service_errors import IBMQBackendValueError
from qhil.stack import stack

SHOTS = 4000
# Of a probability found with so many shots; four standard deviations at the most.
CLOSE = 4 * 0.5 / SHOTS**0.5


def told(result):
    """What reproduces a run."""
    return result.to_dict()["qhil"]


def pair_circuit(recording):
    """Two coupled qubits that are turned, wait, and are measured, in the device's own gates."""
    gates = recording.configuration.basis_gates
    two = next((name for name in ("cx", "ecr", "cz") if name in gates), None)
    circuit = QuantumCircuit(recording.n_qubits, 2)
    if two is None:
        circuit.sx(0)
        circuit.delay(1000, 0, unit="ns")
        circuit.sx(0)
        circuit.measure(0, 0)
        return circuit
    pair = next(
        gate.qubits
        for gate in recording.properties().gates
        if gate.gate == two and gate.error is not None and gate.error < 0.5
    )
    circuit.sx(pair)
    circuit.delay(1000, pair, unit="ns")
    getattr(circuit, two)(*pair)
    circuit.sx(pair)
    circuit.measure(pair, [0, 1])
    return circuit


@pytest.mark.parametrize("name", qhil_fixtures.device_names())
def test_every_bundled_device_is_faithful_or_says_what_it_lacks(name):
    recording = load_recording(name)
    backend = RecordedBackend(recording, noise="faithful", seed=5)
    result = backend.run(pair_circuit(recording), shots=200).result()

    assert result.success
    assert sum(result.get_counts().values()) == 200
    assert told(result)["noise"] == "faithful"
    lacks = told(result).get("left_out", [])
    if name in ("ibmq_armonk", "ibm_torino", "ibm_fez"):
        assert lacks == [f"ZZ: the recording of {name} has no rate that can be used"]
    elif name != "ibm_perth":
        assert lacks == []


def test_what_is_left_out_is_said_of_the_qubits_that_are_touched():
    circuit = QuantumCircuit(7, 3)
    circuit.sx([0, 1, 2])
    circuit.measure([0, 1, 2], range(3))
    backend = RecordedBackend("ibm_perth", noise="faithful", seed=5)

    lacks = told(backend.run(circuit, shots=10).result())["left_out"]

    assert lacks == ["ZZ of qubits 1 and 2: implausible, 738 kHz"]


def test_other_kinds_lack_nothing():
    backend = RecordedBackend("ibm_torino", noise="scheduled", seed=5)

    result = backend.run(pair_circuit(backend.recording), shots=10).result()

    assert "left_out" not in told(result)


def without_rates(name):
    (properties,) = qhil_fixtures.properties(name)
    properties["general"] = []
    return Recording.from_json(qhil_fixtures.configuration(name), properties)


def test_net_and_without_rates_it_is_scheduled():
    recording = without_rates("ibmq_manila")
    circuit = QuantumCircuit(3, 3)
    circuit.sx([0, 1, 2])
    circuit.cx(0, 1)
    circuit.cx(1, 2)
    circuit.sx([0, 1, 2])
    circuit.measure(range(3), range(3))
    scheduled, faithful = (
        exact_probabilities([circuit], recording, kind)[0] for kind in ("scheduled", "faithful+net")
    )

    # Qiskit schedules in whole samples of dt: 0.2 ns of a T2 of 20 us, for each of some ten gaps.
    assert faithful == pytest.approx(scheduled, abs=1e-4)


def test_a_seed_fixes_the_counts_and_a_batch_is_as_each_alone():
    circuits = [pair_circuit(load_recording("ibmq_manila")), QuantumCircuit(1, 1)]
    circuits[1].measure(0, 0)

    first, again = (
        RecordedBackend("ibmq_manila", noise="faithful", seed=9).run(circuits).result()
        for _ in range(2)
    )

    assert first.get_counts() == again.get_counts()
    assert len(first.get_counts()) == 2


def test_a_measured_qubit_turns_its_neighbour_while_it_is_read_and_after():
    """Qubit 0 is in 1: qubit 1 turns by zeta for the time of the measurement."""
    manila = load_recording("ibmq_manila")
    snapshot = manila.properties()
    rate = next(value.value for value in snapshot.general if value.name == "zz_01") * 1e9
    waited = snapshot.qubits[0].readout_length
    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.sx(1)
    circuit.barrier()
    circuit.measure(0, 0)
    circuit.barrier()
    circuit.sx(1)
    circuit.measure(1, 1)

    def one(noise):
        job = RecordedBackend("ibmq_manila", noise=noise, seed=9).run(circuit, shots=SHOTS)
        counts = job.result().get_counts()
        return (counts.get("11", 0) + counts.get("10", 0)) / SHOTS

    qubit = snapshot.qubits[1]
    turned = cmath.rect(math.exp(-waited / qubit.t2), 2 * math.pi * rate * waited)
    expected = (1 + turned.real) / 2
    flipped = expected * (1 - qubit.prob_meas0_prep1) + (1 - expected) * qubit.prob_meas1_prep0

    # Decay of qubit 0 meanwhile is not in the formula: 5 us of 160.
    assert one("faithful") == pytest.approx(flipped, abs=CLOSE + 0.03)
    assert abs(one("recorded") - flipped) > 0.2


def test_a_reset_qubit_turns_its_neighbour_no_more():
    circuit = QuantumCircuit(2, 1)
    circuit.x(0)
    circuit.reset(0)
    circuit.sx(1)
    circuit.barrier()
    circuit.delay(3000, [0, 1], unit="ns")
    circuit.barrier()
    circuit.sx(1)
    circuit.measure(1, 0)
    found = {}
    for name in ("scheduled", "faithful+net"):
        backend = RecordedBackend("ibmq_manila", noise=name, seed=9)
        found[name] = backend.run(circuit, shots=SHOTS).result().get_counts()["1"] / SHOTS

    assert found["scheduled"] == pytest.approx(found["faithful+net"], abs=2**0.5 * CLOSE)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_conditional_gate_comes_after_the_measurement_it_looks_at():
    if stack().generation == "qiskit2":
        pytest.skip("Qiskit 2 has conditions in control flow only")
    circuit = QuantumCircuit(3, 2)
    circuit.x(1)
    circuit.measure(1, 0)
    circuit.x(2).c_if(0, 1)
    circuit.measure(2, 1)
    backend = RecordedBackend("ibmq_manila", noise="faithful", seed=9, strict=False)

    counts = backend.run(circuit, shots=SHOTS).result().get_counts()

    assert counts["11"] > 0.9 * SHOTS


def test_control_flow_runs_with_waiting_in_its_blocks():
    """Beside a qubit in 1 the neighbour makes half a turn in the block, which the last gate shows."""
    manila = load_recording("ibmq_manila")
    (rate,) = (one.value for one in manila.properties().general if one.name == "zz_12")
    half_a_turn = 4e-6
    scale = 0.5 / half_a_turn / abs(rate * 1e9)
    recording = manila.with_fitted(FittedNoise(zz_scale=FittedValue(scale)))
    ones = []
    for time in (0.0, half_a_turn):
        circuit = QuantumCircuit(3, 2)
        circuit.x(1)
        circuit.sx(2)
        with circuit.for_loop(range(1)):
            circuit.delay(time, [1, 2], unit="s")
        circuit.sx(2)
        circuit.measure(2, 0)
        backend = RecordedBackend(recording, noise="faithful", seed=9, strict=False)
        counts = backend.run(circuit, shots=SHOTS).result().get_counts()
        ones.append(sum(n for key, n in counts.items() if key[-1] == "1") / SHOTS)

    before, after = ones
    assert before > 0.9
    # T2 leaves four fifths.
    assert after < 0.25


def test_a_loop_has_its_blocks_rewritten():
    circuit = QuantumCircuit(3, 2)
    with circuit.for_loop(range(2)):
        circuit.sx(1)
        circuit.cx(1, 2)
        circuit.measure(1, 0)
        with circuit.if_test((circuit.clbits[0], 1)):
            circuit.break_loop()
    circuit.measure(2, 1)
    backend = RecordedBackend("ibmq_manila", noise="faithful", seed=9, strict=False)

    counts = backend.run(circuit, shots=SHOTS).result().get_counts()

    # A first 1 ends it with qubit 2 in 1; else another follows: three in four end so.
    ended = sum(n for key, n in counts.items() if key[-1] == "1") / SHOTS
    assert ended == pytest.approx(0.75, abs=0.06)


@pytest.mark.parametrize("method", ["statevector", "matrix_product_state"])
def test_methods_that_draw_give_the_same_distribution(method):
    circuit = pair_circuit(load_recording("ibmq_manila"))
    found = {}
    for chosen in (None, method):
        backend = RecordedBackend("ibmq_manila", noise="faithful", seed=9)
        counts = backend.run(circuit, shots=SHOTS, method=chosen).result().get_counts()
        found[chosen] = [counts.get(key, 0) / SHOTS for key in ("00", "01", "10", "11")]

    assert found[method] == pytest.approx(found[None], abs=2**0.5 * CLOSE)


def without(name, site):
    """The recording without the length of a gate, or without T1 of a qubit."""
    configuration = qhil_fixtures.configuration(name)
    (properties,) = qhil_fixtures.properties(name)
    if site[0] == "T1":
        values = properties["qubits"][site[1]]
        values[:] = [value for value in values if value["name"] != "T1"]
    else:
        for gate in properties["gates"]:
            if (gate["gate"], tuple(gate["qubits"])) == site:
                values = gate["parameters"]
                values[:] = [value for value in values if value["name"] != "gate_length"]
    return Recording.from_json(configuration, properties)


@pytest.mark.parametrize(
    ("site", "match"),
    [
        (("sx", (1,)), r"needs the length of sx on qubits \[1\]"),
        (("T1", 1), "qubit 1 waits, and its T1 or T2 is not recorded"),
    ],
)
def test_what_a_schedule_needs_and_is_not_recorded_is_refused(site, match):
    circuit = QuantumCircuit(2, 2)
    circuit.sx([0, 1])
    circuit.barrier()
    circuit.sx(0)
    circuit.barrier()
    circuit.sx(1)
    circuit.measure([0, 1], [0, 1])
    recording = without("ibmq_manila", site)

    with pytest.raises(CalibrationError, match=match):
        RecordedBackend(recording, noise="faithful").run(circuit)
    lenient = RecordedBackend(recording, noise="faithful", missing="ideal", seed=1)
    assert lenient.run(circuit, shots=10).result().success


def test_a_kind_is_written_as_it_was_asked_for():
    backend = RecordedBackend("ibmq_manila", noise=NoiseKind("faithful", 0.5, "net"), seed=1)

    result = backend.run(pair_circuit(backend.recording), shots=10).result()

    assert told(result)["noise"] == "faithful+net*0.5"


def test_pulses_are_refused_as_ever():
    if stack().generation == "qiskit2":
        pytest.skip("Qiskit 2 has no pulses")
    from qiskit.pulse import Schedule

    with pytest.raises(IBMQBackendValueError, match="pulse schedules are not simulated"):
        RecordedBackend("ibmq_manila", noise="faithful").run(Schedule())
