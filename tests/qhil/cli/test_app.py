import os
import signal
import subprocess
import sys

import click
import pytest

import qhil
from qhil.cli import devices
from qhil.cli.app import COMMANDS


@pytest.mark.parametrize("asked", [["--help"], ["-h"], ["run", "--help"]])
def test_help_tells_the_exit_codes(qhil_command, asked):
    done = qhil_command(*asked)

    assert done.exit_code == 0
    for code in ("0 ", "1 ", "2 ", "3 ", "130 "):
        assert f"  {code}" in done.stdout


def test_help_lists_every_command(qhil_command):
    text = qhil_command("--help").stdout

    assert all(f"  {name} " in text for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(qhil_command, name):
    done = qhil_command(name, "--help")

    assert done.exit_code == 0
    assert "Usage:" in done.stdout


def test_version(qhil_command):
    assert qhil_command("--version").stdout.strip().endswith(qhil.__version__)


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["shwo"], "Did you mean show?"),
        (
            ["xyzzy"],
            (
                "Did you mean calibrate or compare or devices or faults or live or record or report or run or serve or "
                "show or sweep?"
            ),
        ),
        (["devices", "--jsn"], "--json"),
        (["run", "p.py", "--devise", "ibm_fez"], "--device"),
        (["show", "ibm_washingtn"], "ibm_washington"),
        (["show", "ibm_fez", "--color-by", "t9"], "t1"),
        (["show", "ibm_fez", "--source", "bundle"], "bundled"),
    ],
)
def test_what_is_misspelt_is_answered_with_the_nearest(qhil_command, arguments, nearest):
    done = qhil_command(*arguments)

    assert done.exit_code == 2
    assert nearest in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("call", [["devices", "--json"], ["devices"], ["show", "ibm_fez"]])
def test_a_reader_that_has_seen_enough_is_no_error(start_qhil, call):
    process = start_qhil(*call)
    process.stdout.close()

    assert process.stderr.read() == ""
    assert process.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_in_any_command_ends_it_cleanly(tmp_path, start_qhil):
    """The command is held in the middle by a recordings folder that holds a pipe nobody writes to."""
    folder = tmp_path / "recordings" / "held"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "configuration.json")
    os.mkfifo(folder / "properties-2024-01-01T000000Z.json")
    process = start_qhil("devices")
    with (folder / "configuration.json").open("w"):  # opens when the command reads it
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()

    assert process.returncode == 130
    assert errors.strip() == "Interrupted."


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "Interrupted."),
        (click.Abort(), 130, "Interrupted."),
        (qhil.QhilError("what is wrong"), 2, "Error: what is wrong"),
        (click.UsageError("how it is used"), 2, "how it is used"),
    ],
)
def test_ends_of_a_command(qhil_command, monkeypatch, error, code, told):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(devices, "find_devices", fail)
    done = qhil_command("devices")

    assert done.exit_code == code
    assert told in done.stderr


def test_no_command_but_run_imports_qiskit():
    code = (
        "from click.testing import CliRunner; from qhil.cli import main;"
        "calls = [['devices'], ['show', 'ibm_fez'], ['run', '--help'], ['serve', '--help']];"
        "assert not any(CliRunner().invoke(main, call).exit_code for call in calls);"
        "print(sorted({'qiskit', 'qiskit_aer', 'matplotlib'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_it_is_also_a_module():
    command = [sys.executable, "-m", "qhil.cli", "--version"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.startswith("qhil")
