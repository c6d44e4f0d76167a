from __future__ import annotations

import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import average_gate_fidelity
from small_density_matrix import line_of_qubits

from qhil.noise import DeviceNoise, NoiseKind, exact_probabilities, footprint
from qhil.noise.exact_channel import superoperator
from qhil.noise.fitted import with_two_qubit_errors_scaled
from qhil.recordings import FittedNoise, FittedValue, load_recording

ZZ = {(0, 1): 100e3}


def infidelity(recording, kind, site=("cx", (0, 1))):
    noise = DeviceNoise(
        recording.configuration,
        recording.properties(),
        NoiseKind.parse(kind),
        from_target=False,
        fitted=recording.fitted,
    )
    circuit = QuantumCircuit(2)
    circuit.cx(0, 1)
    model = noise.model(footprint(circuit))
    assert superoperator(model._local_quantum_errors[site[0]][site[1]]).shape == (16, 16)
    return 1 - average_gate_fidelity(model._local_quantum_errors[site[0]][site[1]])


def test_the_recorded_error_is_all_of_it_or_beside_relaxation():
    """Of two qubits that relax for 0.3 us with 50 us, on average 6 of 5 x 50."""
    recording = line_of_qubits(t1=50e-6, t2=50e-6, error=0.02)

    assert infidelity(recording, "recorded") == pytest.approx(0.02)
    assert infidelity(recording, "faithful+net") == pytest.approx(0.02)
    assert infidelity(recording, "faithful") == pytest.approx(0.02 + 0.3 / 50 * 1.2, rel=0.02)


def test_a_factor_is_on_errors_of_two_qubits_alone():
    bare = line_of_qubits(error=0.02)
    fitted = bare.with_fitted(FittedNoise(two_qubit_error_scale=FittedValue(1.5)))

    assert infidelity(fitted, "faithful") == pytest.approx(0.03)
    assert infidelity(fitted, "recorded") == pytest.approx(0.02)
    manila = load_recording("ibmq_manila").properties()
    scaled = with_two_qubit_errors_scaled(manila, 1.5)
    assert scaled.gate("sx", (0,)) == manila.gate("sx", (0,))
    assert scaled.gate("cx", (0, 1)).error == pytest.approx(manila.gate("cx", (0, 1)).error * 1.5)
    assert with_two_qubit_errors_scaled(manila, 1.0) is manila
    assert with_two_qubit_errors_scaled(manila, 1e6).gate("cx", (0, 1)).error == 1.0


def test_a_factor_on_zz_is_as_other_rates():
    circuit = QuantumCircuit(2, 2)
    circuit.sx([0, 1])
    circuit.delay(1e-6, [0, 1], unit="s")
    circuit.sx([0, 1])
    circuit.measure([0, 1], [0, 1])
    slow = line_of_qubits(zz=ZZ)
    fast = line_of_qubits(zz={(0, 1): 150e3})
    fitted = slow.with_fitted(FittedNoise(zz_scale=FittedValue(1.5)))

    (expected,) = exact_probabilities([circuit], fast)
    assert exact_probabilities([circuit], fitted)[0] == pytest.approx(expected, abs=1e-9)
    assert exact_probabilities([circuit], slow, "faithful*1.5")[0] == pytest.approx(
        expected, abs=1e-6
    )


@pytest.mark.parametrize("kind", ["ideal", "recorded", "scheduled", "twirled", "gates", "readout"])
def test_other_kinds_know_nothing_of_it(kind):
    circuit = QuantumCircuit(2, 2)
    circuit.sx([0, 1])
    circuit.cx(0, 1)
    circuit.measure([0, 1], [0, 1])
    manila = load_recording("ibmq_manila")
    fitted = manila.with_fitted(
        FittedNoise(two_qubit_error_scale=FittedValue(3.0), detunings={0: FittedValue(1e5)})
    )

    assert exact_probabilities([circuit], fitted, kind)[0] == pytest.approx(
        exact_probabilities([circuit], manila, kind)[0], abs=1e-12
    )
