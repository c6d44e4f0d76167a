"""Names with dates, and the recordings behind them."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

import qhil
from qhil.pytest_plugin.devices import Device


@pytest.mark.parametrize(
    ("device", "text"),
    [
        (Device("ibmq_manila"), "ibmq_manila"),
        (Device("ibmq_manila", "2022"), "ibmq_manila@2022"),
        (Device("ibmq_manila", date(2022, 3, 1)), "ibmq_manila@2022-03-01"),
        (
            Device("ibmq_manila", datetime(2022, 3, 1, 12, tzinfo=timezone.utc)),
            "ibmq_manila@2022-03-01T12:00:00+00:00",
        ),
    ],
)
def test_a_device_is_written_with_its_date(device, text):
    assert str(device) == text


@pytest.mark.parametrize(
    ("text", "at", "device"),
    [
        ("a", None, Device("a")),
        ("a@2022", None, Device("a", "2022")),
        ("a@2022", "2023", Device("a", "2023")),
        ("a", "2023", Device("a", "2023")),
        ("a@", None, Device("a")),
    ],
)
def test_a_date_of_its_own_counts_more_than_that_in_the_text(text, at, device):
    assert Device.parse(text, at) == device


USES = """
def test_x(recorded_device):
    assert recorded_device.properties().date.year == {year}
"""


@pytest.fixture
def recordings(suite):
    """A folder ``mine`` with a recording of ibmq_manila that is not the bundled one."""
    sherbrooke = qhil.load_recording("ibm_sherbrooke")
    before = sherbrooke.until("2023-12-31")
    before.save(suite.path / "mine" / "ibm_sherbrooke")


def test_a_folder_of_the_command_line_is_looked_into_first(suite, recordings):
    suite.write(test_a=USES.format(year=2023))

    suite.run("--qhil-device=ibm_sherbrooke", "--qhil-recordings=mine").assert_outcomes(passed=1)
    suite.run("--qhil-device=ibm_sherbrooke").assert_outcomes(failed=1)


def test_a_folder_of_the_configuration_is_found_from_anywhere(suite, recordings, monkeypatch):
    suite.write(
        ini='qhil_recordings = "mine"\nqhil_device = "ibm_sherbrooke"',
        **{"inside/test_a": USES.format(year=2023)},
    )
    monkeypatch.chdir(suite.path / "inside")

    suite.run().assert_outcomes(passed=1)


def test_a_test_that_goes_elsewhere_keeps_the_recording_that_was_found(suite, recordings):
    """The project's own folder is looked for from the working folder on."""
    (suite.path / "mine").rename(suite.path / "recordings")
    suite.write(
        ini='qhil_device = "ibm_sherbrooke"',
        test_a="@pytest.fixture(autouse=True)\ndef elsewhere(tmp_path, monkeypatch):\n"
        "    monkeypatch.chdir(tmp_path)\n" + USES.format(year=2023),
    )

    suite.run().assert_outcomes(passed=1)
