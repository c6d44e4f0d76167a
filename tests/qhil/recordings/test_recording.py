"""Recordings as values: time travel, digest, equality, pickling."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qhil_fixtures
from qhil.errors import MissingDateError, RecordingError
from qhil.recordings import Provenance, Recording

SHERBROOKE = qhil_fixtures.device_folder("ibm_sherbrooke")
OLD, NEW = "2023-01-03T14:44:26+00:00", "2025-02-26T19:43:10+00:00"


@pytest.fixture(scope="module")
def sherbrooke():
    return Recording.from_files(SHERBROOKE)


def test_it_tells_the_device(sherbrooke):
    assert (sherbrooke.name, sherbrooke.n_qubits) == ("ibm_sherbrooke", 127)


def test_it_cannot_be_changed(sherbrooke):
    with pytest.raises(dataclasses.FrozenInstanceError):
        sherbrooke.history = ()
    with pytest.raises(dataclasses.FrozenInstanceError):
        sherbrooke.properties().date = None


@pytest.mark.parametrize(
    ("at", "date"),
    [
        (None, NEW),
        ("2023-01-03", OLD),
        ("2023-01-03T14:44:26Z", OLD),
        ("2023-01-03T09:44:26-05:00", OLD),
        (date(2024, 1, 1), OLD),
        (datetime(2025, 2, 26, 19, 43, 9, 999999, tzinfo=timezone.utc), OLD),
        (datetime(2025, 2, 26, 19, 43, 10, tzinfo=timezone.utc), NEW),
        ("2025-02-26", NEW),
        ("2100-01-01", NEW),
    ],
)
def test_the_newest_properties_that_are_not_later_are_given(sherbrooke, at, date):
    assert sherbrooke.properties(at).date.isoformat() == date
    assert (at is None) or sherbrooke.until(at).properties().date.isoformat() == date


@pytest.mark.parametrize("at", ["2023-01-02", "2023-01-03T14:44:25Z", date(2000, 1, 1)])
def test_before_the_first_date_the_error_names_the_dates_there_are(sherbrooke, at):
    for ask in (sherbrooke.properties, sherbrooke.until):
        with pytest.raises(MissingDateError) as caught:
            ask(at)
        assert OLD in str(caught.value)
        assert NEW in str(caught.value)
        assert caught.value.found == str(at)


def test_a_naive_date_is_refused(sherbrooke):
    with pytest.raises(RecordingError, match="offset from UTC"):
        sherbrooke.properties("2024-01-01T00:00:00")


def test_one_past_is_one_object_and_the_present_is_the_recording_itself(sherbrooke):
    past = sherbrooke.until("2024-01-01")

    assert len(past.history) == 1
    assert past.configuration is sherbrooke.configuration
    assert past is sherbrooke.until("2024-06-01")
    assert sherbrooke.until("2026-01-01") is sherbrooke
    assert past.digest != sherbrooke.digest


STAMPS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.builds(timezone, st.builds(timedelta, minutes=st.integers(-14 * 60, 14 * 60))),
)


@settings(max_examples=50)
@given(
    moments=st.lists(STAMPS, min_size=1, max_size=5, unique_by=lambda m: m.timestamp()),
    at=STAMPS,
)
def test_time_travel_finds_the_newest_of_any_history(moments, at):
    configuration = qhil_fixtures.configuration("ibmq_armonk")
    properties = qhil_fixtures.properties("ibmq_armonk")[0]
    history = [dict(properties, last_update_date=moment.isoformat()) for moment in moments]
    recording = Recording.from_json(configuration, history)
    reached = [moment for moment in moments if moment <= at]

    if reached:
        assert recording.properties(at).date == max(reached)
        assert recording.until(at).history[-1] is recording.properties(at)
        assert len(recording.until(at).history) == len(reached)
    else:
        with pytest.raises(MissingDateError):
            recording.properties(at)
    assert recording.properties().date == max(moments)


def test_a_history_that_is_empty_or_not_ascending_is_refused(sherbrooke):
    for history in ((), sherbrooke.history[::-1], sherbrooke.history[:1] * 2):
        with pytest.raises(RecordingError, match="bad history"):
            dataclasses.replace(sherbrooke, history=history)


def test_the_digest_names_the_content_and_nothing_else(tmp_path, parts):
    content = parts("ibmq_manila")
    one = Recording.from_json(*content.values())
    for name, part in content.items():
        spelled = json.dumps(part, indent=1, sort_keys=True, ensure_ascii=False)
        (tmp_path / f"{name}.json").write_text(spelled, encoding="utf-8")
    other = Recording.from_files(tmp_path)

    assert one.digest == other.digest
    assert one == other
    assert hash(one) == hash(other)
    assert one == Recording.from_json(*content.values(), provenance=Provenance("elsewhere"))


def test_the_digest_is_the_same_in_every_environment():
    digest = Recording.from_files(qhil_fixtures.device_folder("ibmq_armonk")).digest

    assert digest == "439ed112526c9812a9b70bcd286dd7cc312b1c6b80fc826f719d3b719bb2b5d1"


@pytest.mark.parametrize("part", ["configuration", "properties", "defaults"])
def test_any_change_of_content_is_another_digest(parts, part):
    content = parts("ibmq_manila")
    before = Recording.from_json(*content.values())
    content[part]["added"] = 0.1
    after = Recording.from_json(*content.values())

    assert before.digest != after.digest
    assert before != after
    assert before != content


def test_a_recording_without_defaults_is_another_one(parts):
    content = parts("ibmq_manila")
    without = Recording.from_json(content["configuration"], content["properties"])

    assert without.defaults_json is None
    assert without != Recording.from_json(*content.values())


def test_every_json_is_fresh(sherbrooke):
    for ask in (
        lambda: sherbrooke.configuration.json,
        lambda: sherbrooke.properties().json,
        lambda: Recording.from_files(qhil_fixtures.device_folder("ibmq_armonk")).defaults_json,
    ):
        before = copy.deepcopy(ask())
        ask().clear()
        assert ask() == before


def test_a_pickle_comes_back_equal_and_as_one_object_per_process(sherbrooke):
    past = sherbrooke.until("2024-01-01")
    for recording in (sherbrooke, past):
        again = pickle.loads(pickle.dumps(recording))

        assert again == recording
        assert again.provenance == recording.provenance
        assert again.history == recording.history
        assert again is pickle.loads(pickle.dumps(recording))
