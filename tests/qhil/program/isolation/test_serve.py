"""Requests served in this process, with a stand-in for the backend: what is told, and how it ends."""

import itertools
import json
from types import SimpleNamespace

import pytest

from qhil.program.events import Ended, Published, Raised, Refused, Started
from qhil.program.isolation.request import DeviceRequest, RunRequest
from qhil.program.isolation.serve import serve
from qhil.program.source import ProgramSource


class Device(SimpleNamespace):
    """What a program of these tests needs of a backend."""

    def run(self, circuits):
        raise NotImplementedError


@pytest.fixture
def events_of(program):
    """``events_of(text, inputs, device=...)``: the events of a run; each look at the clock is a second later."""

    def run(text, inputs=None, *, file=None, metadata=None, **asked):
        device = DeviceRequest(**{"device": "ibmq_manila", "seed": 7, **asked})
        source = ProgramSource.of(file or program(text)).to_json()
        request = RunRequest(source, device, json.dumps(inputs or {}), metadata)
        told = []
        ticks = itertools.count()

        def backend(recording, **options):
            return Device(recording=recording, **options)

        serve(request, told.append, make_backend=backend, clock=lambda: float(next(ticks)))
        return told

    return run


def test_a_run_from_start_to_result(events_of):
    started, interim, ended = events_of(
        "def main(backend, user_messenger, *, name):\n"
        "    user_messenger.publish({'hello': name})\n"
        "    return {'device': backend.recording.name, 'seed': backend.seed, 'noise': backend.noise}\n",
        {"name": "Ada"},
        noise="ideal",
    )

    assert isinstance(started, Started)
    assert (started.device, started.n_qubits, started.seed) == ("ibmq_manila", 5, 7)
    assert started.noise == "ideal"
    assert len(started.digest) == 64
    assert started.calibrated.startswith("2021-07-26")
    assert interim == Published('{"hello": "Ada"}', interim.seconds)
    assert 0 < interim.seconds < ended.seconds
    assert json.loads(ended.text) == {"device": "ibmq_manila", "seed": 7, "noise": "ideal"}


def test_what_is_published_as_final_and_what_is_returned_are_told_apart(events_of):
    _, published, ended = events_of("def main(b, u):\n    u.publish(1, final=True)\n    return 2\n")

    assert published == Published("1", published.seconds, final=True)
    assert ended == Ended("2", ended.seconds)


def test_a_program_without_result_has_null(events_of):
    assert events_of("def main(b, u): pass\n")[-1].text == "null"


def test_a_recording_as_it_was_then(events_of):
    started, _ = events_of(
        "def main(b, u): pass\n", device="ibm_sherbrooke", at="2023-06-01", source="bundled"
    )

    assert started.calibrated.startswith("2023-01-03")


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"device": "ibmq_manilla"}, "ibmq_manila"),
        ({"noise": "twirld"}, "twirled"),
        ({"at": "1999-01-01"}, "2021-07-26"),
        ({"recordings": ("/nowhere/at/all",)}, "/nowhere/at/all"),
        ({"file": "/nowhere/prog.py"}, "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_starts(events_of, asked, complaint):
    (refused,) = events_of("def main(b, u): pass\n", **asked)

    assert isinstance(refused, Refused)
    assert complaint in refused.message


def test_what_breaks_a_schema_is_told_with_the_line_that_sent_it(events_of):
    spec = {"interim_results": {"type": "object"}, "return_values": {"type": "integer"}}
    text = "def main(b, u, *, message):\n    u.publish(message)\n    return 'no'\n"

    *_, interim = events_of(text, {"message": 1}, metadata={"spec": spec})
    *_, result = events_of(text, {"message": {}}, metadata={"spec": spec})

    assert (interim.kind, interim.line) == ("SchemaError", 2)
    assert "interim result 0" in interim.message
    assert (result.kind, result.line) == ("SchemaError", None)
    assert "the result" in result.message


def test_inputs_that_do_not_fit_are_refused(events_of):
    *_, refused = events_of("def main(b, u, *, shots): pass\n", {"shot": 1})

    assert isinstance(refused, Refused)
    assert "shots" in refused.message


def test_a_program_without_main_is_refused(events_of):
    assert isinstance(events_of("x = 1\n")[-1], Refused)


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("def main(b, u):\n    raise ValueError('no')\n", "ValueError", 2),
        ("def main(b, u):\n    raise SystemExit(3)\n", "SystemExit", 2),
        ("1 / 0\ndef main(b, u): pass\n", "ZeroDivisionError", 1),
        ("def main(:\n", "SyntaxError", 1),
    ],
)
def test_a_program_that_raises_anywhere_is_told_with_its_line(events_of, text, kind, line):
    *_, event = events_of(text)

    assert isinstance(event, Raised)
    assert (event.kind, event.line) == (kind, line)


def test_a_qhil_error_that_the_program_meets_is_the_programs(events_of):
    text = "import qhil\ndef main(b, u):\n    qhil.load_recording('ibmq_nowhere')\n"

    assert events_of(text)[-1].kind == "UnknownDeviceError"


def test_a_program_error_that_the_program_raises_is_the_programs(events_of):
    text = "import qhil\ndef main(b, u):\n    raise qhil.ProgramError('mine')\n"

    assert isinstance(events_of(text)[-1], Raised)


def test_a_result_that_cannot_be_sent_is_an_error_of_the_program(events_of):
    event = events_of("def main(b, u): return object()\n")[-1]

    assert isinstance(event, Raised)
    assert "main returned what cannot be sent" in event.message


def test_ctrl_c_is_not_the_programs_to_answer(events_of):
    with pytest.raises(KeyboardInterrupt):
        events_of("def main(b, u): raise KeyboardInterrupt\n")
