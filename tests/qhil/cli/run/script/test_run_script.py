"""``qhil run SCRIPT.py --mock-ibmq`` as a user meets it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from qhil.cli.run.script import process
from qhil.cli.run.script.request import ScriptRequest

pytestmark = pytest.mark.requires(
    "faker", "python-multipart", "responses", "trustme", "uvicorn", "websockets"
)

CLIENT = """
import sys
import warnings

warnings.simplefilter("ignore")
from qiskit import IBMQ, QuantumCircuit, execute

provider = IBMQ.load_account()
backend = provider.get_backend(sys.argv[1])
circuit = QuantumCircuit(1)
circuit.x(0)
circuit.measure_all()
print(execute(circuit, backend, shots=300).result().get_counts())
print([backend.name() for backend in provider.backends()])
"""

PLAIN = """
import sys
from beside import NAME

if __name__ == "__main__":
    print(NAME, sys.argv[1:], __file__ == sys.argv[0], input())
    print("to stderr", file=sys.stderr)
    sys.exit(17)
"""


@pytest.fixture
def run_script(start_qhil):
    """``run_script(file, *arguments)``: the process that has ended, with its outputs."""

    def run(*arguments):
        started = start_qhil("run", *arguments)
        stdout, stderr = started.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, started.returncode, stdout, stderr)

    return run


@pytest.mark.requires("qiskit-ibmq-provider")
def test_an_unmodified_script_runs(run_script, program):
    script = program(CLIENT)
    asked = [script, "--mock-ibmq", "--device", "ibmq_manila,ibmq_belem", "--seed", 7]
    first = run_script(*asked, "--", "ibmq_belem")
    again = run_script(*asked, "--", "ibmq_belem")

    assert (first.returncode, first.stderr) == (0, "")
    counts, devices = first.stdout.splitlines()
    assert sum(eval(counts).values()) == 300
    assert devices == "['ibmq_manila', 'ibmq_belem']"
    assert again.stdout == first.stdout


def test_a_script_without_ibmq_runs_as_well(program, tmp_path):
    script = program(PLAIN, "plain.py")
    (tmp_path / "elsewhere").mkdir()
    program("NAME = 'Ada'", "beside.py")
    code = f"import sys; sys.path[:] = {sys.path!r}; from qhil.cli import main; main()"
    options = ["--mock-ibmq", "--device", "ibmq_manila", "--seed", "7", "--", "--name", "x"]
    done = subprocess.run(
        [sys.executable, "-c", code, "run", str(script), *options],
        cwd=tmp_path / "elsewhere",
        input="said\n",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 17
    assert done.stdout == "Ada ['--name', 'x'] True said\n"
    assert done.stderr == "to stderr\n"


def test_a_seed_that_was_drawn_is_told(run_script, program):
    script = program(
        "import requests\nprint(requests.get('https://auth.quantum-computing.ibm.com/api/version'))"
    )
    done = run_script(script, "--mock-ibmq")

    assert (done.returncode, done.stdout) == (0, "<Response [200]>\n")
    assert done.stderr.startswith("Mocked IBM Quantum service: seed ")


def test_what_it_raises_is_told_as_python_does(run_script, program):
    script = program("def f():\n    raise ValueError('bad angle')\n\n\nf()\n")
    done = run_script(script, "--mock-ibmq", "--seed", 7)

    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert told[:2] == [
        "Traceback (most recent call last):",
        f'  File "{script}", line 5, in <module>',
    ]
    assert told[-1] == "ValueError: bad angle"
    assert "runpy" not in done.stderr


def test_a_script_that_is_no_python_is_told(run_script, program):
    done = run_script(program("no python"), "--mock-ibmq", "--seed", 7)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("SyntaxError")
    assert "runpy" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
def test_a_script_that_dies_gives_what_a_shell_would(run_script, program):
    script = program("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")

    assert run_script(script, "--mock-ibmq").returncode == 128 + signal.SIGKILL


WAITS = """
import subprocess
import sys
from pathlib import Path

child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
try:
    print(child.pid, flush=True)
    child.wait()
finally:
    Path(sys.argv[1]).touch()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_it_is_ended_in_order_with_what_it_started(start_qhil, program, tmp_path):
    started = start_qhil("run", program(WAITS), "--mock-ibmq", "--", tmp_path / "ended")
    child = psutil.Process(int(started.stdout.readline()))
    started.send_signal(signal.SIGTERM)
    started.wait(60)

    assert started.returncode == 143
    assert not child.is_running()
    assert (tmp_path / "ended").exists()


def test_it_is_ended_when_its_time_is_up(start_qhil, program):
    started = start_qhil("run", program("while True: pass"), "--mock-ibmq", "--timeout", "0.5")
    started.wait(60)

    assert started.returncode == 3
    assert started.stderr.read().splitlines()[-1] == "Timed out: prog.py did not end within 0.5 s."


def test_one_that_does_not_listen_is_killed(monkeypatch):
    monkeypatch.setattr(process, "_GRACE", 0.1)
    code = (
        "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('deaf', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as deaf:
        deaf.stdout.readline()
        known = psutil.Process(deaf.pid)
        process._end(deaf)

        assert not known.is_running()


@pytest.mark.skipif(sys.platform != "linux", reason="by a signal of Linux")
def test_it_does_not_outlive_its_parent(start_qhil, program, tmp_path):
    started = start_qhil("run", program(WAITS), "--mock-ibmq", "--", tmp_path / "ended")
    child = psutil.Process(int(started.stdout.readline()))
    script = child.parent()
    started.kill()

    assert not psutil.wait_procs([script], timeout=60)[1]


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_ctrl_c_is_for_the_script_too(start_qhil, program, tmp_path):
    """A terminal tells both processes: here that is done one after the other."""
    started = start_qhil("run", program(WAITS), "--mock-ibmq", "--", tmp_path / "ended")
    child = psutil.Process(int(started.stdout.readline()))
    child.parent().send_signal(signal.SIGINT)
    started.send_signal(signal.SIGINT)
    started.wait(60)

    assert started.returncode == 130
    assert (tmp_path / "ended").exists()
    assert started.stderr.read().splitlines()[-1] == "KeyboardInterrupt"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--inputs", "{}"], "--inputs is for a program"),
        (["--noise", "ideal"], "--noise is for a program"),
        (["--json"], "--json is for a program"),
        (["--at", "2023-01-01"], "--at is for a program"),
        (["--source", "bundled"], "--source is for a program"),
        (["--device", "ibmq_manilla"], "ibmq_manila"),
        (["--recordings", "nowhere"], "nowhere"),
    ],
)
def test_what_it_has_no_use_for_is_refused(qhil_command, program, options, told):
    done = qhil_command("run", program(""), "--mock-ibmq", *options)

    assert done.exit_code == 2
    assert told in done.stderr


def test_a_script_that_there_is_not_is_told(qhil_command):
    done = qhil_command("run", Path("none.py"), "--mock-ibmq")

    assert done.exit_code == 2
    assert "there is no script none.py" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "expected one option '--device', found none"),
        (["--device", "a", "--device", "b"], "found a, b"),
        (["--device", "ibmq_manila", "--", "x"], "extra arguments (x)"),
    ],
)
def test_a_program_has_one_device_and_no_arguments(qhil_command, program, arguments, told):
    done = qhil_command("run", program(""), *arguments)

    assert done.exit_code == 2
    assert told in done.stderr


def test_a_request_is_the_same_in_another_process():
    for request in (
        ScriptRequest("a.py", ("--x", "y"), 7, ("ibmq_manila",), ("here",)),
        ScriptRequest("a.py", (), 7, None, ()),
    ):
        assert ScriptRequest.from_json(request.to_json()) == request
