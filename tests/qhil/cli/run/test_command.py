"""``qhil run`` as a user meets it: what is printed where, and the exit code."""

import json
import os
import signal
import sys
import threading

import pytest

import qhil
from qhil.cli.run import command
from qhil.cli.run.signals import ended_in_order
from qhil.program.events import Died, Ended, Published, Raised, Refused, Started, TimedOut

HELLO = """
def main(backend, user_messenger, *, name="world"):
    user_messenger.publish({"hello": name})
    return {"counts": {"00": 3, "11": 1}, "seed": backend.seed}
"""


@pytest.fixture
def staged(monkeypatch):
    """``staged(*events)``: instead of a process these events; gives the requests that were made."""
    requests = []

    def stage(*events):
        def run(request, *, timeout=None):
            requests.append((request, timeout))
            yield from events

        monkeypatch.setattr(command, "run_in_process", run)
        return requests

    return stage


@pytest.fixture
def pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


STARTED = Started("ibmq_manila", 5, "abc", "2021-07-26T00:00:00+00:00", "recorded", 7, 0.1)


def test_a_run_for_people(qhil_command, program):
    done = qhil_command("run", program(HELLO), "--device", "ibmq_manila", "--seed", 7)

    assert done.exit_code == 0
    assert (
        "prog.py on ibmq_manila (5 qubits, calibrated 2021-07-26), noise recorded, seed 7"
        in done.stdout
    )
    assert '{"hello": "world"}' in done.stdout
    assert "  00 █" in done.stdout
    assert "took " in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_a_run_for_programs(qhil_command, program):
    asked = ["--device", "ibmq_manila", "--seed", 7, "--noise", "ideal", "--json"]
    done = qhil_command("run", program(HELLO), *asked, "--inputs", '{"name": "Ada"}')

    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert found["interim"] == [{"hello": "Ada"}]
    assert found["result"] == {"counts": {"00": 3, "11": 1}, "seed": 7}
    assert found["device"] == "ibmq_manila"
    assert found["digest"] == qhil.load_recording("ibmq_manila").digest
    assert (found["seed"], found["noise"], found["status"]) == (7, "ideal", "done")
    assert '{"hello": "Ada"}' in done.stderr


@pytest.fixture
def metadata(tmp_path):
    """A file of metadata."""
    file = tmp_path / "metadata.json"
    spec = {
        "backend_requirements": {"min_num_qubits": 5},
        "parameters": {"properties": {"name": {"type": "string"}}},
    }
    described = {"name": "n", "description": "d", "max_execution_time": 300, "spec": spec}
    file.write_text(json.dumps(described), encoding="utf-8")
    return file


def test_metadata_are_held(qhil_command, program, metadata):
    def run(device, inputs):
        asked = ["--device", device, "--inputs", inputs, "--metadata", metadata]
        return qhil_command("run", program(HELLO), *asked)

    assert run("ibmq_manila", '{"name": "Ada"}').exit_code == 0
    refused, small = run("ibmq_manila", '{"name": 1}'), run("ibmq_armonk", "{}")
    assert (refused.exit_code, small.exit_code) == (2, 2)
    assert "input 'name'" in refused.stderr
    assert "min_num_qubits" in small.stderr


@pytest.mark.parametrize(("timeout", "limit"), [("400", 300), ("2", 2), (None, 300)])
def test_the_shorter_time_limit_holds(qhil_command, staged, metadata, timeout, limit):
    requests = staged(STARTED, Ended("1", 0.5))
    asked = [] if timeout is None else ["--timeout", timeout]

    qhil_command("run", "p.py", "--device", "ibmq_manila", "--metadata", metadata, *asked)

    assert requests[0][1] == limit


def test_metadata_that_are_none_are_refused(qhil_command, tmp_path):
    (tmp_path / "none.json").write_text("{}", encoding="utf-8")

    done = qhil_command("run", "p.py", "--device", "ibmq_manila", "--metadata", "none.json")

    assert done.exit_code == 2
    assert "none.json" in done.stderr


def test_a_seed_is_drawn_and_told_where_none_is_given(qhil_command, staged):
    requests = staged(STARTED, Ended("1", 0.5))

    told = [
        json.loads(qhil_command("run", "p.py", "--device", "ibmq_manila", "--json").stdout)["seed"]
        for _ in range(2)
    ]

    assert told == [request.device.seed for request, _ in requests]
    assert told[0] != told[1]


def test_options_arrive(qhil_command, staged, tmp_path):
    (tmp_path / "inputs.json").write_text('{"shots": 3}', encoding="utf-8")
    requests = staged(STARTED, Ended("1", 0.5))

    qhil_command(
        *("run", "p.py", "--device", "ibmq_manila", "--inputs", "@inputs.json", "--seed", 5),
        *("--noise", "recorded*0.5", "--timeout", "2.5", "--at", "2023-01-01"),
        *("--source", "bundled", "--recordings", "a", "--recordings", "b"),
    )

    ((request, timeout),) = requests
    wanted = request.device
    assert (request.inputs, wanted.seed, wanted.noise) == ('{"shots": 3}', 5, "recorded*0.5")
    assert (wanted.at, wanted.source, wanted.recordings) == ("2023-01-01", "bundled", ("a", "b"))
    assert timeout == 2.5


@pytest.mark.parametrize(
    ("events", "code", "status"),
    [
        ([STARTED, Ended("1", 0.5)], 0, "done"),
        ([STARTED, Raised("KeyError", "'a'", "Traceback", None, None, 0.1)], 1, "raised"),
        ([STARTED, Published("1", 0.1), Died("by SIGABRT")], 1, "died"),
        ([STARTED, TimedOut(2.0)], 3, "timed out"),
    ],
)
def test_exit_codes_and_the_object_of_every_end(qhil_command, staged, events, code, status):
    staged(*events)

    done = qhil_command("run", "p.py", "--device", "ibmq_manila", "--json")

    assert done.exit_code == code
    assert json.loads(done.stdout)["status"] == status


def test_what_is_refused_is_a_usage_error_without_object(qhil_command, staged):
    staged(Refused("no such device"))

    done = qhil_command("run", "p.py", "--device", "ibmq_manila", "--json")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "no such device" in done.stderr


def test_ctrl_c_between_events_is_told_in_the_object(qhil_command, monkeypatch):
    def run(request, *, timeout=None):
        yield STARTED
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "run_in_process", run)

    done = qhil_command("run", "p.py", "--device", "ibmq_manila", "--json")

    assert done.exit_code == 130
    assert json.loads(done.stdout)["status"] == "interrupted"
    assert "Interrupted." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--inputs", "{"], "--inputs is no JSON"),
        (["--inputs", "[1]"], "must be a JSON object of main's inputs, not [1]"),
        (["--inputs", "@nowhere.json"], "nowhere.json cannot be read"),
        (["--inputs", "@broken.json"], "broken.json is no JSON"),
        (["--timeout", "0"], "--timeout"),
        (["--seed", "-1"], "--seed"),
        (["--noize", "ideal"], "--noise"),
    ],
)
def test_usage_errors(qhil_command, staged, tmp_path, arguments, complaint):
    staged()
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")

    done = qhil_command("run", "p.py", "--device", "ibmq_manila", *arguments)

    assert done.exit_code == 2
    assert complaint in done.stderr


def test_device_is_required(qhil_command):
    done = qhil_command("run", "p.py")

    assert done.exit_code == 2
    assert "--device" in done.stderr


def test_a_program_that_raises_shows_its_own_lines_only(qhil_command, program):
    file = program(
        "def main(backend, user_messenger):\n    return helper()\n\ndef helper():\n    {}['a']\n"
    )

    done = qhil_command("run", file, "--device", "ibmq_manila", "--timeout", 60)

    assert done.exit_code == 1
    assert 'prog.py", line 5, in helper' in done.stderr
    assert "KeyError: 'a'" in done.stderr
    assert "/qhil/" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize(
    ("number", "end"),
    [("SIGINT", (130, "Interrupted.\n")), ("SIGTERM", (143, "")), ("SIGHUP", (129, ""))],
)
def test_a_signal_ends_all_of_it_at_once_and_cleanly(program, start_qhil, pipe, number, end):
    """The pipe ends when the last process is gone that holds it."""
    text = (
        "import os, subprocess, sys\n"
        "def main(backend, user_messenger, *, pipe):\n"
        "    held = os.open(pipe, os.O_WRONLY)\n"
        "    os.set_inheritable(held, True)\n"
        "    wait = [sys.executable, '-c', 'import signal; signal.pause()']\n"
        "    subprocess.Popen(wait, close_fds=False)\n"
        "    user_messenger.publish('running')\n"
        "    while True: pass\n"
    )
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    inputs = json.dumps({"pipe": str(pipe)})
    process = start_qhil("run", program(text), "--device", "ibmq_manila", "--inputs", inputs)
    while "running" not in process.stdout.readline():
        assert process.poll() is None

    process.send_signal(getattr(signal, number))
    _, errors = process.communicate()

    assert (process.returncode, errors) == end
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b""
    os.close(reader)


def test_signals_are_left_alone_outside_the_main_thread():
    before = signal.getsignal(signal.SIGTERM)
    handlers = []

    def look():
        with ended_in_order():
            handlers.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert handlers == [before]


FAITHFUL = """
from qiskit import QuantumCircuit

def main(backend, user_messenger):
    circuit = QuantumCircuit(1, 1)
    circuit.sx(0)
    circuit.delay(1000, 0, unit="ns")
    circuit.sx(0)
    circuit.measure(0, 0)
    result = backend.run(circuit, shots=100).result()
    return {"counts": result.get_counts(), "told": result.to_dict()["qhil"]}
"""


def test_faithful_noise_tells_what_the_recording_lacks(qhil_command, program):
    asked = ["--device", "ibmq_armonk", "--seed", 7, "--noise", "faithful+net", "--json"]

    found = json.loads(qhil_command("run", program(FAITHFUL), *asked).stdout)

    assert (found["noise"], found["status"]) == ("faithful+net", "done")
    assert sum(found["result"]["counts"].values()) == 100
    assert found["result"]["told"]["left_out"] == [
        "ZZ: the recording of ibmq_armonk has no rate that can be used"
    ]
