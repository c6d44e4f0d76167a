from datetime import datetime, timedelta, timezone

import pytest

from qhil.errors import RecordingError
from qhil.recordings import Recording, load_recording
from qhil.recordings.drifted import Drift, drifted
from qhil.recordings.relaxation_error import relaxation_error


@pytest.fixture
def manila():
    return load_recording("ibmq_manila")


def test_the_twin_has_the_history_and_a_day_more(manila):
    twin = drifted(manila, Drift(dead=(2,)))

    assert twin.history[:-1] == manila.history
    assert twin.properties().date == manila.properties().date + timedelta(days=1)
    assert twin.configuration == manila.configuration
    assert twin.defaults_json == manila.defaults_json


def test_no_drift_changes_the_date_alone(manila):
    before, after = manila.properties(), drifted(manila, Drift()).properties()

    assert (after.qubits, after.gates, after.general) == (
        before.qubits,
        before.gates,
        before.general,
    )
    assert after.date > before.date


def test_half_of_t1_lowers_t2_and_worsens_the_gates_on_that_qubit_alone(manila):
    before = manila.properties()
    after = drifted(manila, Drift(t1={1: 0.05})).properties()

    assert after.qubits[1].t1 == pytest.approx(before.qubits[1].t1 * 0.05)
    assert after.qubits[1].t2 <= 2 * after.qubits[1].t1 * (1 + 1e-12)
    assert (after.qubits[0], *after.qubits[2:]) == (before.qubits[0], *before.qubits[2:])
    for old, new in zip(before.gates, after.gates):
        if 1 in old.qubits and old.length and old.error is not None:
            assert new.error > old.error
        else:
            assert new == old


def test_readout_is_worse_in_both_directions(manila):
    before = manila.properties().qubits[3]
    after = drifted(manila, Drift(readout={3: 0.03})).properties().qubits[3]

    for name in ("readout_error", "prob_meas0_prep1", "prob_meas1_prep0"):
        assert getattr(after, name) == pytest.approx(getattr(before, name) + 0.03)


def test_a_coupling_is_twice_as_bad_whichever_qubit_comes_first(manila):
    twin = drifted(manila, Drift(couplings={(1, 0): 2.0}))

    for pair in ((0, 1), (1, 0)):
        before, after = (one.properties().gate("cx", pair).error for one in (manila, twin))
        assert after == pytest.approx(2 * before)
    assert twin.properties().gate("cx", (1, 2)) == manila.properties().gate("cx", (1, 2))


def test_a_dead_qubit_has_dead_gates_and_is_read_by_chance(manila):
    after = drifted(manila, Drift(dead=(4,))).properties()

    assert after.qubits[4].readout_error == 0.5
    assert {gate.error for gate in after.gates if 4 in gate.qubits} <= {1.0, None}
    assert after.qubits[4].operational


def test_a_twin_can_be_saved_and_read_again(manila, tmp_path):
    twin = drifted(manila, Drift(t1={0: 0.5}, readout={1: 0.01}))

    assert Recording.from_files(twin.save(tmp_path / "twin")) == twin


@pytest.mark.parametrize("drift", [Drift(t1={5: 0.5}), Drift(readout={-1: 0.1}), Drift(dead=(7,))])
def test_an_unknown_qubit_is_refused(manila, drift):
    with pytest.raises(RecordingError, match=r"no such qubit .expected a qubit from 0 to 4"):
        drifted(manila, drift)


def test_an_unknown_coupling_is_refused_with_the_nearest(manila):
    with pytest.raises(RecordingError, match=r"no such coupling .expected for instance \(0, 1\)"):
        drifted(manila, Drift(couplings={(0, 4): 2.0}))


def test_a_date_that_is_not_later_is_refused(manila):
    with pytest.raises(RecordingError, match="a date after"):
        drifted(manila, Drift(), date=datetime(2000, 1, 1, tzinfo=timezone.utc))


def test_relaxation_error_is_aers():
    numpy = pytest.importorskip("numpy")
    info = pytest.importorskip("qiskit.quantum_info")
    from qiskit_aer.noise import thermal_relaxation_error

    t1, t2, length = 90e-6, 120e-6, 300e-9
    error = thermal_relaxation_error(t1, t2, length)
    both = error.tensor(error)

    for channel, times in ((error, [(t1, t2)]), (both, [(t1, t2)] * 2)):
        fidelity = info.average_gate_fidelity(info.SuperOp(channel))
        assert numpy.isclose(relaxation_error(length, times), 1 - fidelity, atol=1e-9)
