import io
import sys

import pytest

from qhil.program.isolation import child
from qhil.program.isolation.child import PrintedLines, serve
from qhil.program.events import Ended, Printed, Started, from_line
from qhil.program.isolation.request import RunRequest


@pytest.fixture
def request_file(program, tmp_path):
    """``request_file(text)``: the file of a request to run that program."""

    def write(text):
        file = tmp_path / "request.json"
        request = RunRequest(str(program(text)), "ibmq_armonk", {}, 7)
        file.write_text(request.to_json(), encoding="utf-8")
        return file

    return write


def test_events_are_lines_and_so_is_what_the_program_prints(request_file):
    """The last line comes before the end, though the program did not finish it."""
    text = (
        "import sys\n"
        "def main(backend, user_messenger):\n"
        "    print('out'); print('half', end='')\n"
        "    print('err', file=sys.stderr)\n"
        "    return backend.recording.name\n"
    )
    written = io.StringIO()

    serve(request_file(text), written)
    started, *printed, ended = map(from_line, written.getvalue().splitlines())

    assert isinstance(started, Started)
    assert printed == [Printed("out", False), Printed("err", True), Printed("half", False)]
    assert ended == Ended('"ibmq_armonk"', ended.seconds)
    assert sys.stdout is not None
    assert not isinstance(sys.stdout, PrintedLines)


def test_the_process_ends_without_taking_qiskit_down(request_file, monkeypatch):
    written, ended = io.StringIO(), []
    monkeypatch.setattr(child, "_take_standard_output", lambda: written)
    monkeypatch.setattr(child.atexit, "_run_exitfuncs", lambda: ended.append("exit functions"))
    monkeypatch.setattr(child.os, "_exit", ended.append)

    child.main(str(request_file("def main(b, u): pass\n")))

    assert ended == ["exit functions", 0]


def test_lines_are_told_when_they_are_complete():
    told = []
    stream = PrintedLines(told.append, error=False)

    stream.write("a\nb")
    assert told == [Printed("a", False)]
    stream.finish()
    stream.finish()

    assert [event.text for event in told] == ["a", "b"]
    assert stream.writable()
    assert stream.encoding == "utf-8"
