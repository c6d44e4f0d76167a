"""A user sees the program's own lines: neither the host around it nor, of a refusal, what is below it."""

import sys
import traceback

import pytest

from qhil.errors import CalibrationError
from qhil.program import UserMessenger, loaded_program
from qhil.program.events import from_line
from qhil.program.hosting import failure
from qhil.program.hosting.failure import raised


@pytest.fixture
def error_of(program):
    """``error_of(text, *arguments)``: the event of what ``main`` raises."""

    def run(text, *arguments):
        file = program(text)
        with loaded_program(file) as loaded:
            try:
                loaded.main(*arguments)
            except BaseException as error:  # noqa: BLE001
                return raised(error, str(file), 1.5)
        return None

    return run


def test_its_own_traceback_and_line(error_of):
    event = error_of("def main(b, u):\n    helper()\n\ndef helper():\n    1 / 0\n", 0, 0)

    lines = event.traceback.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert 'prog.py", line 2, in main' in lines[1]
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert "qhil" not in event.traceback.replace("test_", "")
    assert (event.kind, event.line, event.seconds) == ("ZeroDivisionError", 5, 1.5)
    assert event.file.endswith("prog.py")


def test_a_deliberate_error_ends_at_the_programs_line(error_of):
    def refuse():
        raise CalibrationError("no calibration of qubit 3")

    event = error_of("def main(b, u):\n    b()\n", refuse, 0)

    assert event.line == 2
    assert event.traceback.endswith("CalibrationError: no calibration of qubit 3\n")


def test_what_is_installed_below_the_programs_folder_is_not_the_programs(
    error_of, tmp_path, monkeypatch
):
    library = tmp_path / "venv" / "site-packages"
    library.mkdir(parents=True)
    (library / "installed_module.py").write_text("def fail():\n    1 / 0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(library)
    monkeypatch.setattr(failure, "_INSTALLED", [library])

    event = error_of(
        "def main(b, u):\n    import installed_module\n    installed_module.fail()\n", 0, 0
    )

    assert event.line == 3
    assert "installed_module.py" in event.traceback


def test_frames_of_others_below_the_program_stay(error_of):
    event = error_of("import json\ndef main(b, u):\n    json.loads('[')\n", 0, 0)

    assert "decoder.py" in event.traceback
    assert event.line == 3


def test_what_cannot_be_published_is_told_without_the_messengers_frames(error_of):
    event = error_of("def main(b, u):\n    u.publish(object())\n", 0, UserMessenger())

    assert event.kind == "TypeError"
    assert event.line == 2
    assert "messenger.py" not in event.traceback


def test_a_failure_of_ours_keeps_our_frames(error_of):
    """They are what a bug report needs."""
    event = error_of("def main(b, u):\n    b('{}')\n", from_line, 0)

    assert event.kind == "KeyError"
    assert event.line == 2
    assert "in from_line" in event.traceback
    assert "test_failure.py" not in event.traceback


def test_a_chain_of_errors_is_trimmed_throughout(error_of):
    text = (
        "def main(b, u):\n"
        "    try:\n        {}['a']\n"
        "    except KeyError as error:\n        raise ValueError('no a') from error\n"
    )
    event = error_of(text, 0, 0)

    assert event.traceback.count("prog.py") == 2
    assert "direct cause" in event.traceback
    assert event.line == 5


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exception groups came with Python 3.11")
def test_groups_are_trimmed_as_well(error_of):
    text = (
        "def one():\n    raise ValueError(1)\n"
        "def main(b, u):\n"
        "    try:\n        one()\n"
        "    except ValueError as error:\n        raise ExceptionGroup('all', [error])\n"
    )
    event = error_of(text, 0, 0)

    assert event.kind == "ExceptionGroup"
    assert "ValueError: 1" in event.traceback


def test_a_syntax_error_has_its_line(program):
    file = program("def main(:\n")
    try:
        compile(file.read_text(), str(file), "exec")
    except SyntaxError as error:
        event = raised(error, str(file))

    assert event.line == 1
    assert event.file == str(file)


def test_an_error_without_a_traceback(tmp_path):
    event = raised(ValueError("x"), str(tmp_path / "prog.py"))

    assert event.traceback == "".join(traceback.format_exception_only(ValueError, ValueError("x")))
    assert event.line is None
