from datetime import date

import pytest

import qhil


@pytest.mark.device("ibm_sherbrooke", at="2023-06-30")
def test_as_it_was_in_the_summer_of_2023(recorded_backend):
    assert recorded_backend.snapshot.date.date() == date(2023, 1, 3)


@pytest.mark.device("ibm_sherbrooke@2023-06-30", "ibm_sherbrooke")
def test_then_and_now(recorded_backend):
    error = recorded_backend.snapshot.gate("ecr", (1, 0)).error

    assert 0 < error < 0.05


def test_before_the_first_calibration_there_is_nothing():
    with pytest.raises(qhil.RecordingError, match="2023-01-03"):
        qhil.RecordedBackend("ibm_sherbrooke", at="2022-12-31")
