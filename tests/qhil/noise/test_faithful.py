"""`faithful` against a master equation that is solved here, with the pulses of each gate spelled out."""

from __future__ import annotations

import numpy as np
import pytest
from qiskit import QuantumCircuit
from small_density_matrix import SX, State, X, cx, ecr, line_of_qubits, on

from qhil.noise import exact_probabilities
from qhil.recordings import FittedNoise, FittedValue

GATE = 300e-9


def outcomes(circuit, recording, noise="faithful"):
    (found,) = exact_probabilities([circuit], recording, noise)
    return found


def measured(circuit, qubits=3):
    circuit.barrier()
    circuit.measure(range(qubits), range(qubits))
    return circuit


@pytest.mark.parametrize("rate", [80e3, -120e3])
def test_idle_qubits_turn_each_other_while_they_relax(rate):
    """Phases of at most half a radian take turns with relaxation: an error of at most time / T1 x 0.5^2 / 12."""
    zz = {(0, 1): rate, (1, 2): -50e3}
    time, t1, t2 = 3e-6, 60e-6, 70e-6
    recording = line_of_qubits(zz=zz, t1=t1, t2=t2)
    circuit = QuantumCircuit(3, 3)
    circuit.sx(range(3))
    circuit.delay(time, range(3), unit="s")
    circuit.sx(range(3))
    measured(circuit)

    state = State(3)
    state.turn(dict.fromkeys(range(3), SX))
    state.wait(time, zz=zz, relaxing=dict.fromkeys(range(3), (t1, t2)))
    state.turn(dict.fromkeys(range(3), SX))
    found = outcomes(circuit, recording)

    assert found == pytest.approx(state.probabilities, abs=time / t1 / 48)
    assert np.abs(outcomes(circuit, recording, "scheduled") - state.probabilities).max() > 0.05


def test_without_relaxation_it_is_exact():
    zz = {(0, 1): 80e3, (1, 2): -50e3}
    recording = line_of_qubits(zz=zz)
    circuit = QuantumCircuit(3, 3)
    circuit.sx(range(3))
    circuit.delay(4e-6, range(3), unit="s")
    circuit.sx(range(3))
    measured(circuit)

    state = State(3)
    state.turn(dict.fromkeys(range(3), SX))
    state.wait(4e-6, zz=zz)
    state.turn(dict.fromkeys(range(3), SX))

    assert outcomes(circuit, recording) == pytest.approx(state.probabilities, abs=1e-9)


@pytest.mark.parametrize("at", [0.0, 0.25, 0.5, 0.9])
def test_the_echo_of_a_cx_flips_its_control_in_the_first_half(at):
    """Qubit 0 beside the control is turned when a fraction ``at`` of the gate is over."""
    zz = {(0, 1): 300e3, (1, 2): 350e3}
    recording = line_of_qubits(zz=zz)
    circuit = QuantumCircuit(3, 3)
    circuit.sx(range(3))
    circuit.barrier()
    circuit.cx(1, 2)
    circuit.delay(at * GATE, 0, unit="s")
    circuit.sx(0)
    circuit.delay((1 - at) * GATE, 0, unit="s")
    circuit.barrier()
    circuit.sx(range(3))
    measured(circuit)

    state = State(3)
    seen = {(0, 1): 300e3}
    state.turn(dict.fromkeys(range(3), SX))
    state.turn({1: X})
    if at < 0.5:
        state.wait(at * GATE, zz=seen)
        state.turn({0: SX})
        state.wait((0.5 - at) * GATE, zz=seen)
        state.turn({1: X})
        state.wait(GATE / 2, zz=seen)
    else:
        state.wait(GATE / 2, zz=seen)
        state.turn({1: X})
        state.wait((at - 0.5) * GATE, zz=seen)
        state.turn({0: SX})
        state.wait((1 - at) * GATE, zz=seen)
    state.apply(cx(1, 2, 3))
    state.turn(dict.fromkeys(range(3), SX))

    assert outcomes(circuit, recording) == pytest.approx(state.probabilities, abs=1e-9)


def test_the_echo_of_an_ecr_leaves_its_control_flipped():
    zz = {(0, 1): 300e3, (1, 2): 350e3}
    recording = line_of_qubits(zz=zz, gate="ecr")
    circuit = QuantumCircuit(3, 3)
    circuit.sx(range(3))
    circuit.barrier()
    circuit.ecr(1, 2)
    circuit.delay(0.3 * GATE, 0, unit="s")
    circuit.sx(0)
    circuit.delay(0.7 * GATE, 0, unit="s")
    circuit.barrier()
    circuit.sx(range(3))
    measured(circuit)

    state = State(3)
    seen = {(0, 1): 300e3}
    state.turn(dict.fromkeys(range(3), SX))
    state.wait(0.3 * GATE, zz=seen)
    state.turn({0: SX})
    state.wait(0.2 * GATE, zz=seen)
    state.turn({1: X})
    state.wait(GATE / 2, zz=seen)
    state.apply(ecr(1, 2, 3) @ on({1: X}, 3))
    state.turn(dict.fromkeys(range(3), SX))

    assert outcomes(circuit, recording) == pytest.approx(state.probabilities, abs=1e-9)


def test_the_target_of_a_cx_is_seen_half_excited_since_its_drive_turns_it():
    """With 400 turns; what is left of the rate goes as one over their number."""
    zz = {(1, 2): 300e3}
    recording = line_of_qubits(zz=zz)
    circuit = QuantumCircuit(3, 3)
    circuit.sx(range(3))
    circuit.barrier()
    circuit.cx(0, 1)
    circuit.barrier()
    circuit.sx(range(3))
    measured(circuit)

    state = State(3)
    state.turn(dict.fromkeys(range(3), SX))
    state.wait(GATE, zz=zz, driven={1: 400})
    state.apply(cx(0, 1, 3))
    state.turn(dict.fromkeys(range(3), SX))

    assert outcomes(circuit, recording) == pytest.approx(state.probabilities, abs=1e-3)


def test_controls_of_gates_side_by_side_see_each_other_for_they_flip_together():
    zz = {(1, 2): 300e3}
    recording = line_of_qubits(zz=zz)
    circuit = QuantumCircuit(4, 4)
    circuit.sx(range(4))
    circuit.barrier()
    circuit.cx(1, 0)
    circuit.cx(2, 3)
    circuit.barrier()
    circuit.sx(range(4))
    measured(circuit, 4)

    state = State(4)
    state.turn(dict.fromkeys(range(4), SX))
    for _ in range(2):
        state.turn({1: X, 2: X})
        state.wait(GATE / 2, zz=zz)
    state.apply(cx(1, 0, 4) @ cx(2, 3, 4))
    state.turn(dict.fromkeys(range(4), SX))

    assert outcomes(circuit, recording) == pytest.approx(state.probabilities, abs=1e-9)


def test_the_qubits_of_a_gate_do_not_see_each_other():
    circuit = QuantumCircuit(2, 2)
    circuit.sx([0, 1])
    circuit.cx(0, 1)
    circuit.sx([0, 1])
    measured(circuit, 2)

    without, having = (
        outcomes(circuit, line_of_qubits(zz=zz)) for zz in ({}, {(0, 1): 300e3, (1, 2): 200e3})
    )

    assert having == pytest.approx(without, abs=1e-12)


def test_gates_have_their_errors_and_relax_their_qubits_meanwhile():
    """As late as possible, qubit 2 is turned at the end of the first cx, and qubit 0 waits through the second.

    A gate's own error and relaxation act with it, at its start, instead of all along: phases of 0.1 do not commute
    with relaxation of 0.01 then.
    """
    zz = {(0, 1): 60e3, (1, 2): -70e3}
    error, short = 0.02, 40e-9
    decay = (50e-6, 40e-6)
    recording = line_of_qubits(zz=zz, t1=decay[0], t2=decay[1], error=error, sx=short)
    circuit = QuantumCircuit(3, 3)
    circuit.sx(range(2))
    circuit.cx(0, 1)
    circuit.sx(2)
    circuit.cx(1, 2)
    circuit.sx(range(3))
    measured(circuit)

    state = State(3)

    def finish(control, target):
        state.apply(cx(control, target, 3))
        state.depolarize((control, target), error)
        state.wait(GATE, relaxing={control: decay, target: decay})

    state.turn({0: SX, 1: SX})
    state.wait(short, relaxing={0: decay, 1: decay})
    state.wait(short / 2, zz={(0, 1): 60e3})
    finish(0, 1)
    # Qubit 1, a target, is driven all along: half of its rate is left on qubit 2 once that is turned.
    state.turn({2: SX})
    state.wait(short, relaxing={2: decay})
    state.wait(short / 2, detunings={2: -70e3 / 2})
    state.turn({1: X})
    state.wait(GATE / 2, zz={(0, 1): 60e3}, relaxing={0: decay})
    state.turn({1: X})
    state.wait(GATE / 2, zz={(0, 1): 60e3}, relaxing={0: decay})
    finish(1, 2)
    state.wait(short / 2, zz=zz)
    state.turn({0: SX, 1: SX, 2: SX})
    state.wait(short, relaxing=dict.fromkeys(range(3), decay))

    net = outcomes(circuit, recording, "faithful+net")
    assert outcomes(circuit, recording) == pytest.approx(state.probabilities, abs=2e-5)
    assert np.abs(net - state.probabilities).max() > 1e-4


def test_detunings_turn_idle_qubits_and_echoes_undo_them():
    fitted = FittedNoise(detunings={0: FittedValue(100e3), 1: FittedValue(-70e3)})
    recording = line_of_qubits().with_fitted(fitted)
    circuit = QuantumCircuit(2, 2)
    circuit.sx([0, 1])
    circuit.delay(1e-6, [0, 1], unit="s")
    circuit.x(1)
    circuit.delay(1e-6, 1, unit="s")
    circuit.sx(1)
    circuit.delay(1e-6, 0, unit="s")
    circuit.sx(0)
    measured(circuit, 2)

    state = State(2)
    state.turn({0: SX})
    state.wait(2e-6, detunings={0: 100e3})
    state.turn({0: SX})
    state.turn({1: SX @ X @ SX})

    assert outcomes(circuit, recording) == pytest.approx(state.probabilities, abs=1e-9)


def test_a_control_does_not_see_its_detuning_over_a_whole_echo():
    fitted = FittedNoise(
        detunings={0: FittedValue(100e3), 1: FittedValue(100e3)}, dephasing_width=FittedValue(200e3)
    )
    circuit = QuantumCircuit(2, 2)
    circuit.sx([0, 1])
    circuit.cx(0, 1)
    circuit.sx([0, 1])
    measured(circuit, 2)
    bare = line_of_qubits()

    assert outcomes(circuit, bare.with_fitted(fitted)) == pytest.approx(
        outcomes(circuit, bare), abs=1e-12
    )


def test_a_detuning_that_differs_from_shot_to_shot_is_a_gaussian_decay():
    width, time = 30e3, 4e-6
    fitted = FittedNoise(dephasing_width=FittedValue(width))
    circuit = QuantumCircuit(1, 1)
    circuit.sx(0)
    circuit.delay(time, 0, unit="s")
    circuit.sx(0)
    measured(circuit, 1)

    found = outcomes(circuit, line_of_qubits().with_fitted(fitted))
    detuning = np.linspace(-6, 6, 4001) * width
    weight = np.exp(-((detuning / width) ** 2) / 2)
    average = (np.cos(np.pi * detuning * time) ** 2 * weight).sum() / weight.sum()

    assert found[1] == pytest.approx(average, abs=1e-6)
