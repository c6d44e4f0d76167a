from __future__ import annotations

import pytest
from qiskit import QuantumCircuit

from qhil.errors import CalibrationError
from qhil.noise import DeviceNoise, NoiseKind, footprint
from qhil.recordings import devices, load_recording
from qhil.stack import stack


def noise(name, kind="recorded", **options):
    recording = load_recording(name)
    return DeviceNoise.of(
        recording.configuration,
        recording.properties(),
        NoiseKind.parse(kind),
        from_target=stack().noise_from_target(name),
        **options,
    )


def bell():
    circuit = QuantumCircuit(2, 2)
    circuit.sx(0)
    circuit.cx(0, 1)
    circuit.measure([0, 1], [0, 1])
    return circuit


def sites(model):
    return {
        (operation, tuple(error["gate_qubits"][0]))
        for error in model.to_dict(serializable=True)["errors"]
        for operation in error["operations"]
    }


def test_the_model_is_the_smallest_that_covers_the_circuit():
    model = noise("ibm_washington").model(footprint(bell()))

    found = sites(model)
    witness = noise("ibm_washington")._library.witness()[0]
    assert found - {witness} == {
        ("sx", (0,)),
        ("cx", (0, 1)),
        ("measure", (0,)),
        ("measure", (1,)),
    }


def test_a_model_is_built_once_for_a_footprint():
    manila = noise("ibmq_manila")

    assert manila.model(footprint(bell())) is manila.model(footprint(bell()))


def test_backends_of_one_process_share_what_was_built():
    assert noise("ibmq_manila") is noise("ibmq_manila")
    assert noise("ibmq_manila") is not noise("ibmq_manila", "recorded*2")


@pytest.mark.parametrize(
    ("kind", "operations"),
    [
        ("recorded", {"sx", "cx", "measure"}),
        ("gates", {"sx", "cx"}),
        ("readout", {"measure"}),
        ("twirled", {"sx", "cx", "measure"}),
        ("scheduled", {"sx", "cx", "measure"}),
    ],
)
def test_a_kind_has_the_errors_it_names(kind, operations):
    found = {name for name, _ in sites(noise("ibmq_manila", kind).model(footprint(bell())))}

    assert operations <= found
    assert found <= operations | {"id", "reset", "x"}  # one of them may be the witness


def test_ideal_has_no_model():
    assert noise("ibmq_manila", "ideal").model(footprint(bell())) is None


def test_twirled_errors_are_paulis():
    model = noise("ibm_washington", "twirled").model(footprint(bell()))

    names = {
        instruction["name"]
        for error in model.to_dict(serializable=True)["errors"]
        if error["type"] == "qerror"
        for term in error["instructions"]
        for instruction in term
    }
    assert names <= {"id", "x", "y", "z", "pauli"}


def test_no_two_kinds_share_a_model():
    assert noise("ibmq_manila", "gates").model(footprint(bell())) is not noise(
        "ibmq_manila", "recorded"
    ).model(footprint(bell()))


def test_what_is_not_calibrated_is_refused_unless_wanted():
    circuit = QuantumCircuit(5)
    circuit.cx(0, 4)

    with pytest.raises(CalibrationError, match=r"cx on qubits \[0, 4\]"):
        noise("ibmq_manila").check(footprint(circuit))
    noise("ibmq_manila", missing="ideal").check(footprint(circuit))
    noise("ibmq_manila", "ideal").check(footprint(circuit))
    noise("ibmq_manila", "readout").check(footprint(circuit))


@pytest.mark.parametrize("name", sorted({device.name for device in devices()}))
def test_no_recording_ever_runs_noiselessly_by_accident(name):
    """Every gate of every recording that is not virtual has an error, or is refused; so has every measurement."""
    whole = noise(name)
    snapshot, basis = whole._snapshot, set(whole._configuration.basis_gates)
    library = whole._library
    physical = [
        (gate.gate, gate.qubits)
        for gate in snapshot.gates
        if gate.gate in basis and (gate.error or gate.length) and gate.gate != "measure"
    ]
    # All of them is slow on the largest devices; these are from all over each.
    chosen = physical[:: max(1, len(physical) // 12)]
    free = [site for site in chosen if not library.missing([site], [], [])]
    noisy = library.gate_errors(free)
    measured = [q for q in range(len(snapshot.qubits)) if not library.missing([], [q], [])]
    readout = library.readout_errors(measured)

    assert free
    assert set(noisy) == set(free)
    assert measured
    assert [q for q in measured if q not in readout and not is_perfect(snapshot.qubits[q])] == []


def is_perfect(qubit):
    """Whether the recording itself says that this readout never errs."""
    return not (qubit.readout_error or qubit.prob_meas0_prep1 or qubit.prob_meas1_prep0)


def test_wide_clifford_circuits_are_for_the_stabilizer_method_when_twirled():
    wide = QuantumCircuit(30)
    for qubit in range(30):
        wide.sx(qubit)
    narrow = bell()

    twirled = noise("ibm_washington", "twirled")

    assert twirled.method([wide], footprint(wide)) == "stabilizer"
    assert twirled.method([narrow], footprint(narrow)) is None
    assert noise("ibm_washington").method([wide], footprint(wide)) is None
    wide.rz(0.3, 0)
    assert twirled.method([wide], footprint(wide)) is None
