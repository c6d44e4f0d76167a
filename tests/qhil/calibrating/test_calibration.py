"""From counts of a simulated device to a recording that predicts it, or to a refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from simulated_device import measured

import qhil
from qhil.calibrating import plan
from qhil.calibrating.checking import task_of
from qhil.calibrating.fit import fit
from qhil.calibrating.parameters import parameters
from qhil.calibrating.prediction import RecordedPrediction
from qhil.errors import FitError, RefusedFitError
from qhil.recordings.fitted_noise import FittedNoise, FittedReadout, FittedValue

MISREAD = FittedReadout(FittedValue(0.05), FittedValue(0.09))
TRUTH = FittedNoise(
    zz_scale=FittedValue(1.5),
    two_qubit_error_scale=FittedValue(2.0),
    readout={3: MISREAD, 4: MISREAD, 5: MISREAD},
)


@pytest.fixture(scope="module")
def perth():
    return qhil.load_recording("ibm_perth")


@pytest.fixture(scope="module")
def planned(perth):
    return plan(perth, qubits=(3, 4, 5), shots_budget=6 * 800)


@pytest.fixture(scope="module")
def run(perth, planned):
    return measured(planned, perth, TRUTH, seed=21)


@pytest.fixture(scope="module")
def calibration(perth, run):
    return qhil.Calibration.of(perth, run, folds=2)


def test_a_hidden_truth_is_found_within_its_uncertainty(calibration):
    noise = calibration.noise

    assert abs(noise.zz_scale.value - 1.5) < 3 * noise.zz_scale.uncertainty < 0.5
    error = noise.two_qubit_error_scale
    assert abs(error.value - 2.0) < 3 * error.uncertainty < 1.5
    assert list(noise.readout) == [3, 4, 5]
    for readout in noise.readout.values():
        for found, truth in (
            (readout.prob_meas1_prep0, 0.05),
            (readout.prob_meas0_prep1, 0.09),
        ):
            assert abs(found.value - truth) < 4 * found.uncertainty < 0.06


def test_the_recording_carries_what_was_fitted_and_where_it_is_from(
    calibration, perth, run, tmp_path
):
    fitted = calibration.recording

    assert fitted.fitted == calibration.noise
    assert fitted.fitted.source.run == "simulated"
    assert fitted.fitted.source.date == run.taken
    assert fitted.fitted.source.qhil == qhil.__version__
    assert fitted.properties() == perth.properties()
    assert fitted.digest != perth.digest
    assert qhil.Recording.from_files(fitted.save(tmp_path / "perth")) == fitted


def test_the_report_tells_every_model_for_every_held_out_circuit(calibration):
    report = calibration.report

    assert report.accepted
    assert [one.name for one in report.circuits] == ["idle1", "idle2", "idle3", "idle4"]
    assert [one.fold for one in report.circuits] == [0, 1, 0, 1]
    assert report.means["after"].value < report.means["mix"].value
    assert report.means["after"].value < report.means["before"].value
    assert report.gain.value == pytest.approx(
        report.means["before"].value - report.means["after"].value
    )
    assert report.floor == pytest.approx(report.means["after"].value, rel=0.5)


def test_the_same_counts_give_the_same_calibration(perth, planned):
    run = measured(planned, perth, FittedNoise(zz_scale=FittedValue(1.5)), seed=22)

    def found(seed=0):
        return qhil.Calibration.of(perth, run, folds=2, parameters=["zz_scale"], seed=seed)

    first, other = found(), found(seed=1)
    assert other.noise == first.noise
    assert other.recording == first.recording
    assert other.report.gain != first.report.gain


def test_counts_of_the_recorded_noise_itself_leave_nothing_to_gain(perth, planned):
    run = measured(planned, perth, FittedNoise(), seed=5)

    found = qhil.Calibration.of(perth, run, folds=2, parameters=["zz_scale"])

    assert found.report.gain.value < 0.005
    assert abs(found.noise.zz_scale.value - 1) < 3 * found.noise.zz_scale.uncertainty


def test_a_fit_that_predicts_worse_is_refused_unless_kept_anyway(perth, planned):
    """Counts of circuits that have nothing to do with each other: what one half says is wrong for the other."""
    good = measured(planned, perth, TRUTH, seed=3)
    other = measured(planned, perth, FittedNoise(zz_scale=FittedValue(0.3)), seed=4)
    mixed = replace(
        good,
        circuits=tuple(
            (one, two)[index % 2]
            for index, (one, two) in enumerate(zip(good.circuits, other.circuits))
        ),
    )

    with pytest.raises(RefusedFitError, match="no better than the recording alone") as caught:
        qhil.calibrate(perth, mixed, folds=2, parameters=["zz_scale"])

    refused = caught.value.calibration
    assert not refused.report.accepted
    assert refused.report.means["after"].value > refused.report.means["before"].value
    assert refused.kept_anyway().fitted == refused.noise


def test_an_earlier_fit_is_what_a_new_one_has_to_beat(calibration, perth, run):
    again = qhil.Calibration.of(calibration.recording, run, folds=2, parameters=["zz_scale"])

    assert again.noise.readout == {}
    assert again.report.means["before"].value < calibration.report.means["before"].value
    assert any("fitted to it earlier" in note for note in again.report.notes)


def test_parameters_that_a_device_does_not_show_are_reported(perth, run):
    blind = qhil.Recording.from_json(
        perth.configuration.json, {**perth.properties().json, "general": []}
    )

    found = qhil.Calibration.of(blind, run, folds=2, parameters=["zz_scale"])

    assert found.noise.undetermined == ("zz_scale",)
    (only,) = found.report.parameters
    assert (only.name, only.told, only.value) == ("zz_scale", False, 1.0)
    assert not found.report.accepted


def test_what_is_no_parameter_is_refused(perth, run):
    with pytest.raises(FitError, match="zz_scale"):
        qhil.calibrate(perth, run, parameters=["zz_rate"])


def test_the_readout_can_be_fitted_alone(perth, planned, run):
    found = qhil.Calibration.of(perth, run, folds=2, parameters=["readout"])

    assert list(found.noise.readout) == [3, 4, 5]
    assert found.noise.zz_scale == FittedNoise().zz_scale
    assert found.report.accepted
    assert "does not explain the counts" in found.report.notes[-1]


def test_detunings_are_found_within_their_uncertainty(perth):
    hidden = {3: 9e3, 4: -22e3}
    truth = FittedNoise(detunings={qubit: FittedValue(value) for qubit, value in hidden.items()})
    made = plan(perth, qubits=(3, 4, 5), shots_budget=10 * 512)
    task = task_of(perth, measured(made, perth, truth, seed=31))

    found = fit(
        parameters(["detunings"], qubits=task.qubits),
        FittedNoise(),
        RecordedPrediction(perth, task.circuits),
        task.observed,
        task.judged,
    )

    # Both couplings are of qubit 5, which so never waits.
    assert found.noise.undetermined == ("detunings[5]",)
    for qubit, value in hidden.items():
        one = found.noise.detunings[qubit]
        assert abs(one.value - value) < 3 * one.uncertainty < 20e3
