from __future__ import annotations

import json
import pickle
from datetime import datetime, timezone

import pytest

from qhil.errors import RecordingError
from qhil.recordings import (
    FitSource,
    FittedNoise,
    FittedReadout,
    FittedValue,
    Recording,
    load_recording,
)

FITTED = FittedNoise(
    readout={1: FittedReadout(FittedValue(0.01, 0.002), FittedValue(0.03, 0.004))},
    zz_scale=FittedValue(1.1, 0.05),
    two_qubit_error_scale=FittedValue(0.9),
    detunings={0: FittedValue(-2.5e3, 300.0)},
    dephasing_width=FittedValue(4e3, 500.0),
    undetermined=("detunings[3]",),
    source=FitSource("job 12", datetime(2021, 3, 1, 12, tzinfo=timezone.utc), "0.1.0"),
)


def test_nothing_fitted_leaves_the_recording_as_it_was():
    manila = load_recording("ibmq_manila")

    assert manila.fitted is None
    assert manila.with_fitted(FITTED).with_fitted(None) == manila


def test_fitted_numbers_are_beside_what_was_recorded_and_count_in_the_digest():
    manila = load_recording("ibmq_manila")
    fitted = manila.with_fitted(FITTED)

    assert fitted.fitted == FITTED
    assert fitted.history == manila.history
    assert fitted.digest != manila.digest
    assert fitted != manila
    assert hash(FITTED) == hash(pickle.loads(pickle.dumps(FITTED)))


def test_they_are_saved_with_the_recording_and_come_back(tmp_path):
    fitted = load_recording("ibmq_manila").with_fitted(FITTED)

    folder = fitted.save(tmp_path / "whole")

    assert Recording.from_files(folder).fitted == FITTED
    assert Recording.from_files(*folder.iterdir()) == fitted
    assert pickle.loads(pickle.dumps(fitted)).fitted == FITTED


def test_a_past_keeps_them():
    sherbrooke = load_recording("ibm_sherbrooke").with_fitted(FITTED)

    assert sherbrooke.until("2023-06-01").fitted == FITTED


def test_a_folder_with_fitted_numbers_is_not_half_replaced(tmp_path):
    manila = load_recording("ibmq_manila")
    manila.with_fitted(FITTED).save(tmp_path)

    with pytest.raises(RecordingError, match=r"fitted\.json"):
        manila.save(tmp_path)


def test_a_qubit_that_the_device_has_not_is_refused():
    with pytest.raises(RecordingError, match="below n_qubits = 5"):
        load_recording("ibmq_manila").with_fitted(FittedNoise(detunings={5: FittedValue(1.0)}))


@pytest.mark.parametrize(
    "make",
    [
        lambda: FittedValue(float("nan")),
        lambda: FittedValue(1.0, -0.1),
        lambda: FittedNoise(zz_scale=FittedValue(0.0)),
        lambda: FittedNoise(dephasing_width=FittedValue(-1.0)),
        lambda: FittedNoise(detunings={-1: FittedValue(1.0)}),
        lambda: FittedReadout(FittedValue(0.1), FittedValue(1.1)),
        lambda: FitSource("run", datetime(2021, 3, 1)),  # noqa: DTZ001  # what is refused
    ],
)
def test_impossible_numbers_are_refused(make):
    with pytest.raises(RecordingError, match="impossible"):
        make()


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"version": 2}, "another format"),
        ({"zz_scale": {"value": -1}}, "impossible zz_scale"),
        ({"zz_scale": {"value": "one"}}, "zz_scale"),
        ({"detunings": {"first": {"value": 1.0}}}, "not a qubit"),
        ({"width": 1}, "width"),
    ],
)
def test_a_file_that_is_otherwise_is_refused(tmp_path, change, match):
    folder = load_recording("ibmq_manila").with_fitted(FITTED).save(tmp_path)
    told = json.loads((folder / "fitted.json").read_text())
    (folder / "fitted.json").write_text(json.dumps({**told, **change}))

    with pytest.raises(RecordingError, match=match) as caught:
        Recording.from_files(folder)

    assert caught.value.file == str(folder / "fitted.json")
