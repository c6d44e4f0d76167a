"""``qhil serve`` as a user meets it: a process, what it prints, and clients in other processes."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from types import SimpleNamespace

import psutil
import pytest

from qhil.cli.serve import command

pytestmark = pytest.mark.requires(
    "faker", "python-multipart", "responses", "trustme", "uvicorn", "websockets"
)

# Nothing but public client code.
FIRST_JOB = """
from qiskit import IBMQ, QuantumCircuit, execute

provider = IBMQ.load_account()
circuit = QuantumCircuit(2)
circuit.h(0)
circuit.cx(0, 1)
circuit.measure_all()
job = execute(circuit, provider.get_backend("ibmq_manila"), shots=500, optimization_level=0)
job.wait_for_final_state()
print(job.status().name, sum(job.result().get_counts().values()))
"""


@pytest.fixture
def serving(start_qhil):
    """``serving(*options)``: a server that answers, and what it printed; ``environment`` is what it says to export."""

    def serve(*options):
        process = start_qhil(
            "serve", "--port", 0, "--seed", 7, "--devices", "ibmq_manila", *options
        )
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("# Users"):
                break
        else:
            pytest.fail(process.stderr.read())
        exported = [line.partition(" ")[2] for line in lines if line.startswith("export ")]
        return SimpleNamespace(
            process=process,
            lines=lines,
            environment=dict(shlex.split(text)[0].split("=", 1) for text in exported),
        )

    return serve


def ended(process, number=signal.SIGTERM):
    """End the server in order; all it had started is gone with it. What it said on standard error."""
    started = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert not [one for one in started if one.is_running()]
    return errors


@pytest.mark.requires("qiskit-ibmq-provider")
@pytest.mark.parametrize("by_tls", [False, True], ids=["http", "tls"])
def test_an_unmodified_script_in_another_process_runs(serving, tmp_path, program, by_tls):
    options = ["--tls", tmp_path / "trust us"] if by_tls else []
    server = serving("--verbose", *options)
    url = server.environment["QE_URL"]
    client = subprocess.run(
        [sys.executable, "-W", "ignore", program(FIRST_JOB)],
        env={**os.environ, **server.environment, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    errors = ended(server.process)

    assert client.stdout == "DONE 500\n", client.stderr
    assert url.startswith("https://127.0.0.1:" if by_tls else "http://127.0.0.1:")
    assert server.process.returncode == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(url.split(":")[2].split("/")[0])))
    assert " PUT /api/objectstorage/{key} upload 200\n" in errors
    assert " WEBSOCKET /websocket/jobs/{job}/status/v/1 job_status_channel 101\n" in errors
    assert server.environment["QE_TOKEN"] not in errors
    assert errors.splitlines()[-1].startswith("Ending: ")


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_until_it_is_told_to_end(serving, number):
    server = serving()
    origin = server.environment["QE_URL"].rpartition("/")[0]
    with urllib.request.urlopen(f"{origin}/health") as answer:
        told = answer.read()
    errors = ended(server.process, number)

    assert b'"status": "ok"' in told
    assert server.process.returncode == 0
    assert errors == "Ending: jobs that run are finished first. Once more ends at once.\n"


def test_one_seed_gives_the_same_tokens(serving):
    first, again = serving(), serving()

    assert first.environment["QE_TOKEN"] == again.environment["QE_TOKEN"]
    assert first.environment["QE_URL"] != again.environment["QE_URL"]
    assert "(1 device, seed 7)" in first.lines[0]


def asked(server, path, content=None, token=""):
    """The answer of a server to a plain request."""
    request = urllib.request.Request(
        server.environment["QE_URL"].replace("/api", path),
        None if content is None else json.dumps(content).encode(),
        {"X-Access-Token": token},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_a_file_keeps_what_was_done(serving, tmp_path, qhil_command):
    file = tmp_path / "service.db"
    first = serving("--db", file)
    login = {"apiToken": first.environment["QE_TOKEN"]}
    token = asked(first, "/api/users/loginWithToken", login)["id"]
    job = asked(
        first,
        "/api/Network/ibm-q/Groups/open/Projects/main/Jobs",
        {"backend": {"name": "ibmq_manila"}},
        token,
    )
    busy = qhil_command("serve", "--port", 0, "--db", file)
    ended(first.process)
    second = serving("--db", file)

    assert [one["id"] for one in asked(second, "/control/jobs", token=token)] == [job["id"]]
    assert second.environment["QE_TOKEN"] == first.environment["QE_TOKEN"]
    assert busy.exit_code == 2
    assert "open in another service" in busy.stderr


@pytest.mark.parametrize("clock", ["immediate", "real", "manual"])
def test_a_clock_and_a_history(serving, clock):
    server = serving("--clock", clock, "--history", 3)
    login = {"apiToken": server.environment["QE_TOKEN"]}
    token = asked(server, "/api/users/loginWithToken", login)["id"]

    state = asked(server, "/control/state", token=token)
    assert state["clock"]["kind"] == clock
    assert sum(state["jobs"].values()) == 3


def test_faults_happen_and_are_told(serving):
    server = serving("--faults", "api.version=1*status(503)")
    login = {"apiToken": server.environment["QE_TOKEN"]}
    token = asked(server, "/api/users/loginWithToken", login)["id"]
    with pytest.raises(urllib.error.HTTPError, match="503"):
        asked(server, "/api/version")
    told = asked(server, "/control/faults", token=token)
    ended(server.process)

    assert told["plan"] == "api.version=1*status(503)"
    assert [one["effect"] for one in told["firings"]] == ["status(503)"]


@pytest.mark.parametrize(
    ("plan", "told"),
    [("api.versio=status(503)", "nearest: api.version"), ("api.*=tls_error", "plain HTTP")],
)
def test_a_plan_that_cannot_be_is_refused(qhil_command, plan, told):
    outcome = qhil_command("serve", "--port", 0, "--devices", "ibmq_manila", "--faults", plan)

    assert outcome.exit_code == 2
    assert told in outcome.stderr


def test_a_port_that_is_taken_is_told(qhil_command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = qhil_command("serve", "--devices", "ibmq_manila", "--port", port)

    assert done.exit_code == 2
    assert f"127.0.0.1 port {port} cannot be had: Address already in use" in done.stderr
    assert "--port 0" in done.stderr
    assert done.stdout == ""


def test_beyond_loopback_it_warns(qhil_command):
    """192.0.2.1 is no machine's address, so that nothing is served there either."""
    done = qhil_command("serve", "--devices", "ibmq_manila", "--host", "192.0.2.1")

    assert done.exit_code == 2
    assert "Warning: 192.0.2.1 can be reached from other machines" in done.stderr


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("example.org", False),
    ],
)
def test_what_loopback_is(host, is_loopback):
    assert command._is_loopback(host) is is_loopback


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--devices", "ibmq_manilla"], "ibmq_manila"),
        (["--recordings", "nowhere"], "nowhere"),
        (["--tls", "prog.py"], "prog.py"),
        (["--tls", "no authority"], "what is there is no authority"),
        (["--clock", "wall"], "manual"),
        (["--port", "70000"], "65535"),
    ],
)
def test_what_cannot_be_is_refused(qhil_command, program, tmp_path, options, told):
    program("")
    (tmp_path / "no authority").mkdir()
    for name in ("authority.pem", "authority.key.pem"):
        (tmp_path / "no authority" / name).write_text("nonsense")

    done = qhil_command("serve", "--port", 0, *options)

    assert done.exit_code == 2
    assert told in done.stderr


def test_a_variable_that_names_no_recordings_is_told_before_anybody_asks(qhil_command, monkeypatch):
    monkeypatch.setenv("QHIL_RECORDINGS", "nowhere")
    done = qhil_command("serve", "--port", 0)

    assert done.exit_code == 2
    assert "nowhere: cannot be read" in done.stderr


def test_recordings_of_a_folder_go_first(qhil_command, monkeypatch, tmp_path):
    from qhil_mocks.mock_ibmq import MockIBMQ

    seen = []

    def server(mock, **_):
        seen.extend(mock._service.state.devices.names)
        raise OSError(98, "in use")

    folder = tmp_path / "mine" / "device"
    folder.mkdir(parents=True)
    configuration = '{"backend_name": "mine", "backend_version": "1", "n_qubits": 1}'
    (folder / "configuration.json").write_text(configuration)
    (folder / "properties-2024-01-01T000000Z.json").write_text("{}")
    monkeypatch.setattr(MockIBMQ, "server", server)
    qhil_command("serve", "--recordings", tmp_path / "mine", "--clock", "manual")

    assert {"mine", "ibmq_manila", "ibmq_qasm_simulator"} <= set(seen)
