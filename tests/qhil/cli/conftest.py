"""The command line, called in this process or as a process of its own."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from qhil.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(autouse=True)
def no_recordings_around(monkeypatch, tmp_path):
    """Neither the user's environment nor the current folder adds recordings to those of a test."""
    monkeypatch.delenv("QHIL_RECORDINGS", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def qhil_command():
    """``qhil_command("devices", "--json")``: click's result, with exit_code, stdout and stderr."""
    # click 8.1, the last for Python 3.9, mixes both outputs unless told not to; later ones never do.
    apart = "mix_stderr" in inspect.signature(CliRunner).parameters
    separate = {"mix_stderr": False} if apart else {}

    def call(*arguments):
        return CliRunner(**separate).invoke(main, [str(argument) for argument in arguments])

    return call


@pytest.fixture
def start_qhil():
    """``start_qhil("run", ...)``: a process, whose output is read as text; killed if left running."""
    started = []

    def start(*arguments):
        # Tests that were started in the background ignore SIGINT, and so would this process.
        heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        code = f"{heed}; import sys; sys.path[:] = {sys.path!r}; from qhil.cli import main; main()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()  # not for the end of its output: what it started may still hold that
        process.stdout.close()
        process.stderr.close()


@pytest.fixture
def program(tmp_path):
    """``program("...")``: a program file with that text."""

    def write(text, name="prog.py"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write
