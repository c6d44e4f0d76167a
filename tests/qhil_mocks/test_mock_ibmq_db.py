"""`MockIBMQ(db=...)`: what is there again after leaving and entering, and who may enter."""

from __future__ import annotations

import json
import threading

import pytest

from qhil_mocks.errors import ShelvesError
from qhil_mocks.ibmq.accounts import User
from qhil_mocks.mock_ibmq import MockIBMQ
from qhil_mocks.rest import Request

OPEN = "/api/Network/ibm-q/Groups/open/Projects/main"
NONSENSE = b'{"config": {"shots": NaN, "n_qubits": [[]]}, "header": {}, "experiments": [{}]}'


@pytest.fixture
def path(tmp_path):
    return tmp_path / "service.db"


@pytest.fixture
def made(path, clock):
    """``made()``: a service on `path`, as it would be made by another process."""

    def make(**options):
        return MockIBMQ(**{"devices": ["ibmq_armonk"], "clock": clock, "db": path, **options})

    return make


def files(path):
    return sorted(one.name for one in path.parent.iterdir())


class Asking:
    """Asks a service that is open, with no door to it."""

    def __init__(self, mock, access_token=None):
        self.mock = mock
        self.access_token = (
            access_token or self("/api/users/loginWithToken", {"apiToken": mock.token})["id"]
        )

    def __call__(self, path, content=None, *, method=None, body=b""):
        token = getattr(self, "access_token", None)
        sent = body if content is None else json.dumps(content).encode()
        answer = self.mock._service.answer(
            Request(
                method or ("GET" if content is None else "POST"),
                path,
                headers={} if token is None else {"x-access-token": token},
                body=sent,
            )
        )
        assert answer.status == 200, answer.body
        return json.loads(answer.body) if answer.body else None

    def create(self, **more):
        made = self(f"{OPEN}/Jobs", {"backend": {"name": "ibmq_armonk"}, **more})
        key = made["objectStorageInfo"]["uploadUrl"].rpartition("/")[2]
        return f"{OPEN}/Jobs/{made['id']}", f"/api/objectstorage/{key}"


def test_it_goes_on_where_it_was_left(made, clock):
    mock = made(seed=7)
    with mock._service.opened():
        ask = Asking(mock)
        job, upload = ask.create(name="mine", tags=["a"])
        before = ask(f"{job}/v/1")
    again = made()
    with again._service.opened():
        ask_again = Asking(again, ask.access_token)
        ask_again(upload, method="PUT", body=NONSENSE)

        assert again.seed == 7
        assert again.users == mock.users
        assert ask_again(f"{job}/v/1") == before
        assert ask_again("/api/Network")
    with mock._service.opened():  # the first again, which has not seen what the second did
        ask(f"{job}/jobDataUploaded", {})
        clock.advance(1)

        assert ask(f"{job}/status/v/1")["status"] == "QUEUED"
        assert Asking(mock).access_token != ask.access_token


def test_a_seed_that_was_drawn_is_kept(made):
    assert made().seed == made().seed


def test_another_seed_is_refused(made, path):
    made(seed=7)

    assert made(seed=7).seed == 7
    with pytest.raises(
        ShelvesError, match="seed 8 is not the one that the file was made with"
    ) as e:
        made(seed=8)
    assert "7" not in str(e.value)
    assert made().seed == 7  # and the file was let go of


def test_users_that_are_no_longer_known_do_not_come_in(made):
    mock = made(users=[User("me", "my token")])
    with mock._service.opened():
        ask = Asking(mock)
    other = made(users=[User("you", "your token")])
    with other._service.opened(), pytest.raises(AssertionError, match="Authorization Required"):
        Asking(other, ask.access_token)("/api/Network")


def test_experiments_are_there_again(made):
    mock = made()
    said = {"type": "t1", "device_name": "ibmq_armonk", "hub_id": "ibm-q", "group_id": "open"}
    with mock._service.opened():
        ask = Asking(mock)
        told = ask("/experiments/experiments", {**said, "project_id": "main", "notes": "ä"})
    again = made()
    with again._service.opened():
        found = Asking(again)(f"/experiments/experiments/{told['uuid']}")

    assert found == told


def test_jobs_do_not_wait_for_a_device_that_is_not_there(made):
    mock = made()
    with mock._service.opened():
        ask = Asking(mock)
        job, _ = ask.create()
    with pytest.raises(ShelvesError, match="wait for ibmq_armonk; give them"):
        made(devices=["ibm_perth"])
    with mock._service.opened():
        ask(f"{job}/cancel", {})
    other = made(devices=["ibm_perth"])
    with other._service.opened():
        assert Asking(other)(f"{job}/status/v/1")["status"] == "CANCELLED"


def test_a_file_is_the_same_wherever_one_goes(made, path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mock = made(db=":memory:")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with mock._service.opened():
        Asking(mock)

    assert files(path) == [":memory:", "elsewhere"]
    assert files(tmp_path / "elsewhere" / "any") == []


@pytest.mark.requires("responses")
def test_the_file_is_open_while_it_is_entered(made, path):
    mock = made()
    with mock:
        with pytest.raises(ShelvesError, match="open in another service"):
            made()
        assert files(path) == ["service.db", "service.db-wal"]
    assert files(path) == ["service.db"]
    with mock:
        pass
    with made():
        pass


@pytest.mark.requires("responses", "uvicorn")
def test_the_file_is_open_until_the_last_door_is_left(made, path):
    mock = made()
    with mock.server():
        with mock, pytest.raises(ShelvesError, match="open in another service"):
            made()
        with pytest.raises(ShelvesError, match="open in another service"):
            made()
    made()


@pytest.mark.requires("responses")
def test_a_decorated_function_finds_what_its_last_call_left(made):
    seen = []
    mock = made()

    @mock
    def call():
        import requests

        found = requests.post(
            f"{mock.url}/users/loginWithToken", json={"apiToken": mock.token}, timeout=5
        )
        seen.append(found.json()["id"])

    call()
    call()

    assert len(set(seen)) == 2


def test_what_json_can_hold_can_be_kept(made, clock):
    mock = made()
    with mock._service.opened():
        ask = Asking(mock)
        job, upload = ask.create(name="\ud800", tags=["\x00", "\udfff"], experimentTag="\ud800")
        ask(upload, method="PUT", body=NONSENSE.replace(b"NaN", b"1" * 400))
        ask(f"{job}/jobDataUploaded", {})
        clock.advance(100)
        before = ask(f"{job}/v/1")
    again = made()
    with again._service.opened():
        assert Asking(again)(f"{job}/v/1") == before
    assert before["summaryData"]["summary"]["qobj_config"]["shots"] == int("1" * 400)
    assert before["summaryData"]["summary"]["max_qubits_used"] is None


def test_no_token_and_no_key_is_in_the_file_or_in_the_log(made, path, caplog):
    caplog.set_level(0)
    mock = made()
    with mock._service.opened():
        ask = Asking(mock)
        job, upload = ask.create()
        ask(upload, method="PUT", body=NONSENSE)
        ask(f"{job}/jobDataUploaded", {})
        qobj = ask(f"{job}/jobDownloadUrl")["url"]
    secrets = [mock.token, ask.access_token, *(one.rpartition("/")[2] for one in (upload, qobj))]
    content = path.read_bytes()

    assert job.rpartition("/")[2].encode() in content
    for secret in secrets:
        assert secret.encode() not in content
        assert secret not in caplog.text


def test_a_key_expires_after_a_restart_as_it_would_have(made, clock):
    mock = made()
    with mock._service.opened():
        ask = Asking(mock)
        _, upload = ask.create()
    clock.advance(3600)
    again = made()
    with again._service.opened(), pytest.raises(AssertionError, match="AccessDenied"):
        Asking(again)(upload, method="PUT", body=b"")


def test_ids_are_not_given_twice_though_the_last_job_was_deleted(made):
    ids = []
    for _ in range(3):
        mock = made()
        with mock._service.opened():
            ask = Asking(mock)
            job, _ = ask.create()
            ids.append(job)
            ask(f"{job}/cancel", {})
            ask(job, method="DELETE")
    assert len(set(ids)) == 3


@pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker")
def test_the_client_finds_its_job_again(ibmq, path):
    from qiskit import QuantumCircuit

    circuit = QuantumCircuit(1)
    circuit.sx(0)
    circuit.measure_all()

    def mock():
        return MockIBMQ(devices=["ibmq_armonk"], db=path)

    with mock():
        job = ibmq.load_account().get_backend("ibmq_armonk").run(circuit, shots=100)
        counts = job.result().get_counts()
    with mock():
        again = ibmq.load_account().get_backend("ibmq_armonk").retrieve_job(job.job_id())

        assert again.result().get_counts() == counts
        assert again.status().name == "DONE"
        assert again.creation_date() == job.creation_date()


def test_a_program_that_waited_when_it_was_left_runs_in_the_next_process(clock, tmp_path):
    """Its program, its inputs and its place are on file; it runs once, and the end is there afterwards."""
    file = tmp_path / "kept.db"
    started = {
        "program_id": "hello-world", "hub": "ibm-q", "group": "open", "project": "main",
        "backend": "ibm_perth", "params": {"iterations": 1},
    }  # fmt: skip

    def service():
        return MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock, db=file)

    with service() as first:
        ask = Asking(first)
        job = "/runtime/jobs/" + ask("/runtime/jobs", started)["id"]
        assert ask(job)["status"] == "Queued"
    with service() as second:
        ended = threading.Event()
        runtime_jobs = second._service.state.runtime_jobs
        stop = second._service.state.bell.listen(
            lambda: runtime_jobs.get(job.rpartition("/")[2]).final and ended.set()
        )
        assert Asking(second, ask.access_token)(job)["status"] == "Queued"
        clock.advance(100)
        assert ended.wait(60)
        stop()
    with service() as third:
        told = Asking(third, ask.access_token)(job)

    assert told["status"] == "Completed"
    assert told["params"] == {"iterations": 1}
