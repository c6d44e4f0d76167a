# ruff: noqa: T201 - printing is what is tested
import io
import sys

import pytest

from qhil.program.events import Printed
from qhil.program.hosting import printed as module
from qhil.program.hosting.printed import PrintedLines, captured


@pytest.fixture
def told():
    return []


def test_both_streams_are_told_in_order_and_echoed(told, capsys):
    with captured(told.append, echo=True):
        print("one")
        print("two", file=sys.stderr)
        print("half", end="", flush=True)

    assert told == [Printed("one\n", False), Printed("two\n", True), Printed("half", False)]
    assert capsys.readouterr() == ("one\nhalf", "two\n")
    assert not isinstance(sys.stdout, PrintedLines)


def test_without_echo_nothing_is_printed(told, capsys):
    with captured(told.append, echo=False):
        print("one", flush=True)

    assert told == [Printed("one\n", False)]
    assert capsys.readouterr() == ("", "")


def _half_a_line():
    print("half", end="")
    raise ValueError("no")


def test_what_was_printed_before_an_exception_is_told(told):
    with pytest.raises(ValueError, match="no"), captured(told.append, echo=False):
        _half_a_line()

    assert told == [Printed("half", False)]


def test_lines_are_told_when_they_are_complete(told):
    stream = PrintedLines(told.append, error=False)

    stream.write("a\nb")
    assert told == [Printed("a\n", False)]
    stream.finish()
    stream.finish()

    assert [event.text for event in told] == ["a\n", "b"]
    assert stream.writable()
    assert stream.encoding == "utf-8"


def test_bytes_may_be_written_too(told):
    stream = PrintedLines(told.append, error=True)

    assert stream.buffer.writable()
    assert stream.buffer.write("é\n".encode()) == 3
    with pytest.raises(TypeError, match="must be str, not bytes"):
        stream.write(b"x")

    assert told == [Printed("é\n", True)]


def test_more_than_the_limit_is_not_kept_and_that_is_said(told, monkeypatch):
    monkeypatch.setattr(module, "MOST_CHARACTERS", 10)
    echo = io.StringIO()
    stream = PrintedLines(told.append, error=False, echo=echo)

    stream.write("12345678901234567890")  # a line without an end does not fill the memory
    stream.write("more\n")

    assert [event.text for event in told] == [
        "1234567890\n[qhil: more than 10 characters; the rest is not kept]\n"
    ]
    assert echo.getvalue() == "12345678901234567890more\n"
