import io

import pytest

from qhil.program.events import Ended, Printed, Started, from_line
from qhil.program.isolation import child
from qhil.program.isolation.request import DeviceRequest, RunRequest
from qhil.program.source import ProgramSource


@pytest.fixture
def left(monkeypatch):
    """What the process does in the end, instead of ending; ``left.written``: its standard output."""

    class Left(list):
        written = io.StringIO()

    left = Left()
    monkeypatch.setattr(child, "_take_standard_output", lambda: left.written)
    monkeypatch.setattr(child.atexit, "_run_exitfuncs", lambda: left.append("exit functions"))
    monkeypatch.setattr(child.os, "_exit", left.append)
    monkeypatch.setattr(child.signal, "signal", lambda number, handler: None)
    return left


def test_events_are_lines_and_the_process_ends_without_taking_qiskit_down(left, program, tmp_path):
    text = "def main(b, u):\n    print('half', end='')\n    return b.recording.name\n"
    request = RunRequest(ProgramSource.of(program(text)).to_json(), DeviceRequest("ibmq_armonk", 7))
    file = tmp_path / "request.json"
    file.write_text(request.to_json(), encoding="utf-8")

    child.main(str(file))
    started, printed, ended = map(from_line, left.written.getvalue().splitlines())

    assert isinstance(started, Started)
    assert printed == Printed("half", error=False)
    assert ended == Ended('"ibmq_armonk"', ended.seconds)
    assert left == ["exit functions", 0]
