from __future__ import annotations

import pytest
from qiskit import QuantumCircuit, transpile
from qiskit.circuit.random import random_circuit

from qhil.noise.kinds import NoiseKind
from qhil.noise.schedule import schedule
from qhil.noise.surroundings import surroundings
from qhil.noise.timeline import timeline
from qhil.noise.zz_rates import zz_rates
from qhil.recordings import load_recording

LENGTHS = {"sx": 1.0, "cx": 5.0, "measure": 20.0, "rz": 0.0, "reset": 7.0}


def timed(circuit):
    """``(name, qubits, start, end)`` with the lengths above."""
    numbers = {qubit: index for index, qubit in enumerate(circuit.qubits)}

    def length(operation, _qubits):
        return operation.duration if operation.name == "delay" else LENGTHS[operation.name]

    return [
        (one.name, one.qubits, one.start, one.end)
        for one in timeline(circuit.data, numbers, length).timed
    ]


def test_everything_happens_as_late_as_it_may():
    circuit = QuantumCircuit(3, 1)
    circuit.sx(0)
    circuit.sx(1)
    circuit.sx(1)
    circuit.cx(0, 1)
    circuit.sx(2)
    circuit.measure(1, 0)

    assert timed(circuit) == [
        ("sx", (0,), -26.0, -25.0),
        ("sx", (1,), -27.0, -26.0),
        ("sx", (1,), -26.0, -25.0),
        ("cx", (0, 1), -25.0, -20.0),
        ("sx", (2,), -1.0, 0.0),
        ("measure", (1,), -20.0, 0.0),
    ]


def test_barriers_and_delays_make_others_wait_and_are_gone():
    circuit = QuantumCircuit(2)
    circuit.sx(0)
    circuit.delay(3, 0)
    circuit.barrier()
    circuit.sx(1)

    assert timed(circuit) == [("sx", (0,), -5.0, -4.0), ("sx", (1,), -1.0, 0.0)]


def test_a_reset_after_a_measurement_waits_for_it():
    circuit = QuantumCircuit(1, 1)
    circuit.measure(0, 0)
    circuit.reset(0)

    assert timed(circuit) == [("measure", (0,), -27.0, -7.0), ("reset", (0,), -7.0, 0.0)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_conditional_gate_waits_for_the_measurement_it_looks_at():
    circuit = QuantumCircuit(2, 1)
    gate = circuit.sx(1)
    if not hasattr(gate, "c_if"):
        pytest.skip("Qiskit 2 has conditions in control flow only")
    circuit.data.clear()
    circuit.measure(0, 0)
    circuit.sx(1).c_if(0, 1)

    assert timed(circuit) == [("measure", (0,), -21.0, -1.0), ("sx", (1,), -1.0, 0.0)]


@pytest.mark.parametrize("seed", range(5))
def test_the_gaps_are_those_of_qiskits_own_passes(seed):
    """Theirs are in whole samples, and a gap owes a rounding to every gate that bounds it."""
    manila = load_recording("ibmq_manila")
    configuration, snapshot = manila.configuration, manila.properties()
    circuit = transpile(
        random_circuit(4, 4, 2, seed=seed),
        basis_gates=["id", "rz", "sx", "x", "cx"],
        coupling_map=[list(pair) for pair in configuration.coupling_map],
        initial_layout=[0, 1, 2, 3],
        seed_transpiler=seed,
    )
    circuit.measure_all()
    around = surroundings(
        configuration,
        snapshot,
        zz_rates(configuration, snapshot),
        NoiseKind("faithful"),
        None,
        missing="error",
    )
    numbers = {qubit: index for index, qubit in enumerate(circuit.qubits)}
    ours = timeline(circuit.data, numbers, around.length).timed

    theirs = schedule(circuit, configuration, snapshot)
    places = {qubit: index for index, qubit in enumerate(theirs.qubits)}
    for qubit in range(4):
        gaps, busy_until = [], None
        for one in ours:
            if qubit in one.qubits:
                if busy_until is not None:
                    gaps.append(one.start - busy_until)
                busy_until = one.end
        expected, waited = [], None
        for item in theirs.data:
            if (
                qubit not in [places[bit] for bit in item.qubits]
                or item.operation.name == "barrier"
            ):
                continue
            if item.operation.name == "delay":
                waited = (waited or 0.0) + item.operation.duration * configuration.dt
            else:
                expected.append(waited or 0.0)
                waited = None
        assert gaps == pytest.approx(expected[1:], abs=20 * configuration.dt)
