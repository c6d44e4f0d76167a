"""A live device becomes a recording, which tells nothing of who recorded it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

import qhil
from qhil.errors import RecordingError
from qhil.live import folder_swap
from qhil.live.errors import ServiceError
from qhil.live.history import Period
from qhil.live.record import record
from qhil.recordings import Recording
from qhil.recordings.drifted import Drift, drifted

NAME = "ibmq_manila"
HEX = "0123456789abcdef"
SECRETS = {
    "token": HEX * 8,
    "access_token": "AccessTokenOfNoParticularForm",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl",
    "api key": "Abcdefghij0123456789_-ABCDEFGHIJ0123456789ab",
    "hub": "acme-hub",
    "group": "acme-group",
    "project": "acme-project",
    "job": "62a1b2c3d4e5f60718293a4b",
    "platform job": "d1abcdefghij01234567",
    "uuid": "01234567-89ab-cdef-0123-456789abcdef",
    "crn": "crn:v1:bluemix:public:quantum-computing:us-east:a/abc:def::",
    "mail": "alice@acme.example.org",
    "user": "alice",
}
KNOWN = tuple(SECRETS[name] for name in ("access_token", "hub", "group", "project", "user"))
"""What has no form of its own: the source knows it."""


@pytest.fixture
def twin(manila):
    """A device with four calibrations more."""
    device = manila
    for _ in range(4):
        device = drifted(device, Drift(readout={0: 0.01}))
    return device


@pytest.fixture
def live(twin, source, service):
    service.recording = twin
    source.secrets = KNOWN
    return source


def test_it_is_found_as_a_recording_and_is_what_the_device_is(live, twin):
    report = record(
        NAME, source=live, history=Period.parse("..", now=datetime.max.replace(tzinfo=timezone.utc))
    )

    assert report.recording == twin
    assert report.added == tuple(one.date for one in twin.history)
    assert qhil.load_recording(NAME) == twin
    assert report.recording.provenance.origin == "live, by fake"
    (found,) = [one for one in qhil.devices() if one.name == NAME]
    assert found.source.endswith("recordings")


def test_without_a_history_the_newest_calibration_is_recorded(live, twin):
    report = record(NAME, source=live)

    assert [one.date for one in report.recording.history] == [twin.properties().date]


def test_of_a_period_all_that_lie_in_it(live, twin):
    dates = [one.date for one in twin.history]
    period = Period(dates[1], dates[3])

    report = record(NAME, source=live, history=period)

    # and the newest, which is recorded always
    assert [one.date for one in report.recording.history] == dates[1:]


def test_what_is_recorded_stays_and_is_added_to(live, manila, twin):
    manila.save("recordings/ibmq_manila")
    before = {path.name: path.read_bytes() for path in (qhil_folder()).glob("properties*")}

    report = record(NAME, source=live)

    assert report.added == (twin.properties().date,)
    assert len(report.recording.history) == 2
    for name, data in before.items():
        assert json.loads((qhil_folder() / name).read_bytes()) == json.loads(data)
    assert report.recording.provenance.origin == manila.provenance.origin
    assert set(report.recording.provenance.parts.values()) >= {"live, by fake"}
    assert record(NAME, source=live).added == ()


def qhil_folder():
    from pathlib import Path

    return Path("recordings") / NAME


def test_what_else_is_in_the_folder_stays(live):
    record(NAME, source=live)
    (qhil_folder() / "runs").mkdir()
    (qhil_folder() / "runs" / "one.json").write_text("{}")
    (qhil_folder() / "README.md").write_text("ours")

    record(NAME, source=live)

    assert (qhil_folder() / "runs" / "one.json").read_text() == "{}"
    assert (qhil_folder() / "README.md").read_text() == "ours"


def test_what_was_fitted_stays(live, manila):
    from qhil.recordings import FittedNoise
    from qhil.recordings.fitted_noise import FittedValue

    fitted = FittedNoise(zz_scale=FittedValue(1.1, 0.05))
    manila.with_fitted(fitted).save(qhil_folder())

    assert record(NAME, source=live).recording.fitted == fitted
    assert record(NAME, source=live, scrub=True).recording.fitted == fitted


def test_another_device_in_its_folder_is_refused(live):
    qhil.load_recording("ibmq_belem").save(qhil_folder())

    with pytest.raises(RecordingError, match="the folder has another device"):
        record(NAME, source=live)


def test_a_service_without_history_is_told_from_one_with(live, twin):
    live.properties = lambda device, at=None: twin.properties().json

    with pytest.raises(ServiceError, match="no history at this service"):
        record(
            NAME,
            source=live,
            history=Period.parse("2020-01-01..2020-12-31", now=twin.properties().date),
        )


def test_it_tells_how_far_it_is(live, twin):
    told = []
    period = Period(twin.history[0].date, twin.history[-1].date)
    record(
        NAME,
        source=live,
        history=period,
        on_progress=lambda what, share: told.append((what, share)),
    )

    shares = [share for what, share in told if what == "history"]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert told[0][0] == "configuration"
    assert told[-1][0] == "saving"


class TestSecrets:
    @pytest.fixture
    def planted(self, live, twin):
        """A service that tells everything to everybody: as values, in lists, in texts, as keys, by field."""
        everything = {
            "hub": "h",
            "hubInfo": {"hub": {"name": "x"}},
            "job_id": "j",
            "userEmail": "e",
            "instance": "i",
            "access_token": "t",
            "accountId": 1,
            "providers": [1],
            "notes": [
                *SECRETS.values(),
                *(f"of {value}, and others" for value in SECRETS.values()),
            ],
            "deep": {"deeper": [{value: 1} for value in SECRETS.values()]},
            "address": "https://api.example.org/Network/acme-hub/Groups/acme-group/Projects/acme-project/jobs",
        }

        def telling(ask):
            def told(*arguments):
                answer = ask(*arguments)
                if answer is not None:
                    answer.update(everything)
                    for entry in answer.get("gates", [])[:3]:
                        entry.update(everything)
                return answer

            return told

        for name in ("configuration", "properties", "defaults"):
            setattr(live, name, telling(getattr(live, name)))
        return live

    def test_none_is_recorded(self, planted, twin):
        report = record(
            NAME, source=planted, history=Period.parse("..", now=twin.properties().date)
        )

        files = [path for path in qhil_folder().rglob("*") if path.is_file()]
        assert len(files) == 3 + len(twin.history)
        for path in files:
            text = path.read_text()
            for name, secret in SECRETS.items():
                assert secret not in text, (path.name, name)
            for field in ("hubInfo", "job_id", "userEmail", "accountId"):
                assert f'"{field}"' not in text
        assert report.recording.properties().qubits == twin.properties().qubits
        assert report.recording.properties().gates == twin.properties().gates

    def test_what_was_removed_is_told_by_its_place(self, planted):
        report = record(NAME, source=planted)

        assert "configuration $.hub" in report.removed
        assert "properties $.gates[0].notes[0]" in report.removed
        for place in report.removed:
            assert not any(secret in place for secret in SECRETS.values())

    def test_what_was_there_before_is_cleaned_if_asked(self, live, manila):
        parts = manila.configuration.json, manila.properties().json
        parts[0]["description"] = "ask alice@acme.example.org"
        Recording.from_json(*parts).save(qhil_folder())
        record(NAME, source=live)
        (old,) = [one for one in qhil_folder().glob("properties*") if "2021-07-26" in one.name]
        old.write_text(old.read_text().replace('"general"', '"owner": "alice", "general"'))

        record(NAME, source=live)
        assert "alice" in old.read_text()
        report = record(NAME, source=live, scrub=True)
        assert "alice" not in old.read_text()
        assert any(
            place.startswith("recorded properties of 2021-07-26") for place in report.removed
        )

    def test_nothing_of_a_published_device_is_taken_for_one(self, source, service):
        for name in ("ibmq_manila", "ibm_sherbrooke", "ibm_fez"):
            service.recording = qhil.load_recording(name)
            report = record(name, source=source)

            assert report.removed == ()


class TestInterrupted:
    def test_at_any_question_leaves_what_was_there(self, live, manila, killed_at, ends, twin):
        manila.save(qhil_folder())
        before = contents()
        period = Period(manila.properties().date - timedelta(days=1), twin.properties().date)
        for point in range(7):
            doomed = killed_at(point)
            doomed.secrets = KNOWN
            with ends():
                record(NAME, source=doomed, history=period)

            assert doomed.tick.count == point + 1
            assert contents() == before

    @pytest.mark.parametrize("exchange", [True, False])
    def test_at_any_step_to_the_disk_leaves_the_old_or_the_new(
        self, live, manila, twin, monkeypatch, exchange
    ):
        """One step after the other is where the process ends."""
        if not exchange:
            monkeypatch.setattr(folder_swap, "_exchanged", lambda *_: False)
        manila = without_pulses(manila)
        live.defaults = lambda _: None
        manila.save(qhil_folder())
        steps = Steps(monkeypatch)
        point = 0
        while True:
            steps.until = point
            try:
                record(NAME, source=live)
            except Killed:
                steps.until = None
                found = recorded_or_put_back(live)
                assert found in (2, 1)
            else:
                break
            finally:
                steps.until = None
            if len(Recording.from_files(qhil_folder()).history) == 2:
                reset(manila)
            point += 1
        assert point > 10
        assert len(Recording.from_files(qhil_folder()).history) == 2

    def test_two_at_once_are_refused(self, live, monkeypatch):
        pytest.importorskip("fcntl")
        from qhil.live.errors import LiveError

        def fill(new):
            with pytest.raises(LiveError, match="being recorded by another process"):
                record(NAME, source=live)
            (new / "file").write_text("")

        folder_swap.replace_folder(qhil_folder(), fill)


def without_pulses(recording):
    return Recording.from_json(
        recording.configuration.json, recording.properties().json, None, recording.provenance
    )


class Killed(BaseException):
    pass


class Steps:
    """Ends the process before the step to the disk of that number."""

    def __init__(self, monkeypatch):
        from pathlib import Path

        self.until = None
        for name in ("write_bytes", "replace", "rename", "mkdir"):
            monkeypatch.setattr(Path, name, self.counted(getattr(Path, name)))
        for name in ("_remove", "_sync_one", "_exchanged"):
            monkeypatch.setattr(folder_swap, name, self.counted(getattr(folder_swap, name)))

    def counted(self, act):
        def counted(*arguments, **options):
            if self.until is not None:
                if self.until == 0:
                    raise Killed
                self.until -= 1
            return act(*arguments, **options)

        return counted


def contents():
    return {path.name: path.read_bytes() for path in qhil_folder().iterdir()}


def reset(recording):
    import shutil

    shutil.rmtree(qhil_folder())
    recording.save(qhil_folder())


def recorded_or_put_back(live):
    """How many dates are there; by two renamings, the next to come here may have to put the old one back first."""
    if not qhil_folder().exists():
        folder_swap._put_back(qhil_folder().parent / ".qhil" / f"{NAME}.before", qhil_folder())
    return len(Recording.from_files(qhil_folder()).history)
