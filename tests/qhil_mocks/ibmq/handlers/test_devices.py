"""Devices by plain requests: the recordings' own JSON."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

import qhil
import qhil_fixtures
from qhil.errors import UnknownDeviceError
from qhil_mocks.ibmq.bookings import Booking
from qhil_mocks.mock_ibmq import MockIBMQ

HERE = "/api/Network/ibm-q/Groups/open/Projects/main"


def before(date):
    return {"version": "1", "filter": json.dumps({"where": {"last_update_date": {"lt": date}}})}


def test_the_list_is_the_recordings_own_configurations(caller):
    status, listed = caller(0)("GET", f"{HERE}/devices/v/1")

    assert status == 200
    recorded = [qhil_fixtures.configuration(name) for name in ("ibm_perth", "ibm_sherbrooke")]
    for told, one in zip(listed, recorded):
        # What the client cannot do without is added, and dates are in UTC.
        assert told.pop("input_allowed") == one.pop("input_allowed", ["job", "runtime"])
        assert qhil.recordings.moments.moment(told.pop("online_date")) == (
            qhil.recordings.moments.moment(one.pop("online_date"))
        )
        assert told == one


@pytest.mark.parametrize(
    ("date", "year"), [("2025-12-31T00:00:00+00:00", 2025), ("2024-01-01T00:00:00+00:00", 2023)]
)
def test_properties_are_the_newest_before_a_date(caller, date, year):
    _, told = caller(0)("GET", f"{HERE}/devices/ibm_sherbrooke/properties", query=before(date))

    assert told["last_update_date"].startswith(str(year))


def test_a_date_is_before_and_not_at(caller):
    first = qhil.load_recording("ibm_sherbrooke").history[0].date
    path = f"{HERE}/devices/ibm_sherbrooke/properties"

    assert caller(0)("GET", path, query=before(first.isoformat())) == (200, {})
    later = (first + timedelta(milliseconds=1)).isoformat()
    assert caller(0)("GET", path, query=before(later))[1]["backend_name"] == "ibm_sherbrooke"


def test_dates_of_properties_are_in_utc(caller):
    _, told = caller(0)("GET", f"{HERE}/devices/ibm_perth/properties")
    (recorded,) = qhil_fixtures.properties("ibm_perth")

    for mine, theirs in zip(told["qubits"][3], recorded["qubits"][3]):
        assert mine.pop("date").endswith("Z")
        theirs.pop("date")
        assert mine == theirs


def test_defaults_are_there_or_an_empty_object(caller):
    me = caller(0)

    assert me("GET", f"{HERE}/devices/ibm_sherbrooke/defaults") == (200, {})
    _, told = me("GET", f"{HERE}/devices/ibm_perth/defaults")
    assert told == qhil_fixtures.defaults("ibm_perth")


def test_status_and_limit(caller):
    _, status = caller(0)("GET", f"{HERE}/devices/ibm_perth/queue/status")

    assert status["state"] is True
    assert status["status"] == "active"
    assert status["backend_version"] == qhil.load_recording("ibm_perth").configuration.version
    assert caller(0)("GET", f"{HERE}/devices/ibm_perth/jobsLimit")[1] == {
        "maximumJobs": 5,
        "runningJobs": 0,
    }
    premium = "/api/Network/ibm-q-lab/Groups/research/Projects/premium"
    assert caller(1)("GET", f"{premium}/devices/ibm_perth/jobsLimit")[1]["maximumJobs"] == -1


@pytest.mark.parametrize("what", ["properties", "defaults", "queue/status", "jobsLimit"])
def test_a_device_that_is_not_served_is_not_found(caller, what):
    status, told = caller(0)("GET", f"{HERE}/devices/ibmq_manila/{what}")

    assert status == 404
    assert "ibmq_manila" in told["error"]["message"]


def test_the_project_has_to_be_the_callers(caller):
    premium = "/api/Network/ibm-q-lab/Groups/research/Projects/premium"

    assert caller(1)("GET", f"{premium}/devices/v/1")[0] == 200
    assert caller(0)("GET", f"{premium}/devices/v/1")[0] == 404


def test_bookings_are_those_that_overlap(mock, asks):
    def day(text):
        return datetime.fromisoformat(f"{text}T00:00:00+00:00")

    user = mock.users[0].id
    one = Booking(
        "b1",
        user,
        "ibm_perth",
        ("ibm-q", "open", "main"),
        day("2022-01-01"),
        day("2022-05-01"),
        day("2022-05-03"),
    )
    kept = MockIBMQ(seed=7, devices=["ibm_perth"], bookings=[one])
    me = asks(kept, 0)
    path = "/api/Network/devices/ibm_perth/bookings/v2"

    assert [told["id"] for told in me("GET", path)[1]] == ["b1"]
    assert [told["backendName"] for told in me("GET", "/api/Network/bookings/v2")[1]] == [
        "ibm_perth"
    ]
    inside = {"initialDate": "2022-05-02T00:00:00", "endDate": "2022-05-02T01:00:00+00:00"}
    assert len(me("GET", path, query=inside)[1]) == 1
    assert me("GET", path, query={"initialDate": "2022-05-04T00:00:00+00:00"})[1] == []
    assert me("GET", path, query={"endDate": "soon"})[0] == 400


def test_given_recordings_are_served(asks):
    past = qhil.load_recording("ibm_sherbrooke", at="2024-01-01")
    mock = MockIBMQ(seed=7, devices=[past])
    me = asks(mock, 0)

    _, told = me("GET", f"{HERE}/devices/ibm_sherbrooke/properties")

    assert told["last_update_date"].startswith("2023")


def test_a_device_without_a_recording_is_refused_at_once():
    with pytest.raises(UnknownDeviceError, match="ibm_perth"):
        MockIBMQ(devices=["ibm_pert"])
    with pytest.raises(TypeError, match="int"):
        MockIBMQ(devices=[7])
