"""Programs on a recorded device, in this process and in one of their own: the same is told of both."""

import random
import sys
import traceback
import types
from datetime import datetime, timezone

import numpy as np
import pytest
from qiskit import QuantumCircuit

import qhil
from qhil.program.runner import run_program

HELLO = """
from qiskit import QuantumCircuit

def main(backend, user_messenger, *, shots, name="nobody"):
    print("hello", name)
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.measure(0, 0)
    user_messenger.publish({"circuit": circuit})
    job = backend.run([circuit, circuit], shots=shots)
    return {"counts": job.result().get_counts(0), "z": 1j}
"""


def test_all_that_is_told_of_a_program(backend, isolate):
    run = run_program(HELLO, backend, {"shots": 100, "name": "Ada"}, isolate=isolate)

    assert run.status == "COMPLETED"
    assert run.result["z"] == 1j
    assert sum(run.result["counts"].values()) == 100
    assert isinstance(run.interim[0]["circuit"], QuantumCircuit)
    assert [message.final for message in run.messages] == [False]
    assert 0 < run.messages[0].seconds < run.seconds
    assert (run.logs, run.stdout, run.stderr) == ("hello Ada\n", "hello Ada\n", "")
    (job,) = run.jobs
    assert (len(job.job_id), job.circuits, job.shots, job.status) == (24, 2, 100, "DONE")
    assert run.error is None
    assert (run.program, run.device, run.noise, run.seed) == (
        "<program>",
        "ibmq_armonk",
        "recorded",
        7,
    )
    assert run.digest == backend.recording.digest
    assert run.calibrated == backend.snapshot.date


def test_the_same_is_told_of_both(backend):
    """Also of a second run, which goes on with the seed where the first left off."""
    here = [run_program(HELLO, backend, {"shots": 100}) for _ in range(2)]
    other = qhil.RecordedBackend("ibmq_armonk", seed=7)
    apart = [run_program(HELLO, other, {"shots": 100}, isolate=True) for _ in range(2)]

    assert [run.result for run in here] == [run.result for run in apart]
    assert [run.jobs for run in here] == [run.jobs for run in apart]
    assert here[0].jobs != here[1].jobs
    assert backend.runs == other.runs == 2


def test_a_run_is_repeated_by_what_it_tells(backend, isolate):
    """Also one that was not the first of its backend."""
    runs = [run_program(HELLO, backend, {"shots": 4000}, isolate=isolate) for _ in range(2)]

    recording = qhil.load_recording(runs[1].device, runs[1].calibrated)
    again = qhil.RecordedBackend(recording, noise=runs[1].noise, seed=runs[1].seed)
    again.skip_runs(runs[1].earlier_runs)
    assert [run.earlier_runs for run in runs] == [0, 1]
    assert recording.digest == runs[1].digest
    assert run_program(HELLO, again, {"shots": 4000}).result == runs[1].result != runs[0].result


def test_the_backend_of_an_isolated_program_is_as_it_was_set_up():
    backend = qhil.RecordedBackend(
        "ibm_sherbrooke", noise="ideal", seed=7, at="2023-06-01", strict=False, missing="ideal"
    )
    backend.set_options(shots=17)
    text = (
        "def main(b, u):\n"
        "    return [str(b.noise), b.strict, b.missing, b.options.shots, b.snapshot.date]\n"
    )

    run = run_program(text, backend, isolate=True)

    assert run.result == ["ideal", False, "ideal", 17, backend.snapshot.date]


def test_inputs_come_as_json_brings_them(backend, isolate):
    given = {
        "pair": (1, 2),
        "array": np.arange(3),
        "keys": {1: "a"},
        "when": datetime.now(timezone.utc),
    }
    text = (
        "def main(b, u, **inputs):\n"
        "    return {name: type(value).__name__ for name, value in inputs.items()}, inputs\n"
    )

    kinds, back = run_program(text, backend, given, isolate=isolate).result

    assert kinds == {"pair": "list", "array": "ndarray", "keys": "dict", "when": "datetime"}
    assert back["pair"] == [1, 2]
    np.testing.assert_array_equal(back["array"], given["array"])
    assert back["keys"] == {"1": "a"}
    assert back["when"] == given["when"]


def test_a_program_is_a_path_a_module_a_text_or_a_callable(backend, program, isolate):
    text = "def main(b, u, *, n):\n    return n + 1\n"
    module = types.ModuleType("my_program")
    exec(text, module.__dict__)
    file = program(text)
    module.__file__ = str(file)

    for one in (file, str(file), module, text, main_of_this_module):
        run = run_program(one, backend, {"n": 1}, isolate=isolate)
        assert run.result == 2
        assert run.device == "ibmq_armonk"


def main_of_this_module(backend, user_messenger, *, n):
    return n + 1


def test_a_closure_runs_here_only(backend):
    def main(backend, user_messenger):
        return backend.seed

    assert run_program(main, backend).result == 7
    with pytest.raises(qhil.ProgramError, match=r"<locals>\.main in .* cannot be found"):
        run_program(main, backend, isolate=True)


def test_what_is_published_as_final_is_the_result_and_what_was_returned_is_kept(backend, isolate):
    text = (
        "def main(b, u):\n    u.publish(1)\n    u.publish(2j, final=True)\n    return 'returned'\n"
    )

    run = run_program(text, backend, isolate=isolate)

    assert (run.result, run.published, run.returned) == (2j, 2j, "returned")
    assert run.interim == [1]


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("raise ValueError('no')", ("ValueError", 3, "no")),
        ("import sys; sys.exit(0)", ("SystemExit", 3, "0")),
        ("u.publish({'a': [object()]})", ("TypeError", 3, "not JSON serializable")),
        ("return {1: object()}", ("TypeError", 2, "main returned what cannot be sent")),
        ("raise type('Mine', (BaseException,), {})('x')", ("Mine", 3, "x")),
    ],
)
def test_a_program_that_fails_is_told_with_its_line(backend, isolate, body, failure):
    run = run_program(f"# first line\ndef main(b, u):\n    {body}\n", backend, isolate=isolate)
    kind, line, complaint = failure

    assert run.status == "FAILED"
    assert (run.error.kind, run.error.line) == (kind, line)
    assert complaint in run.error.message
    assert (body[:20] if line == 3 else "line 2, in main") in run.error.traceback
    with pytest.raises(qhil.ProgramFailedError, match="FAILED") as caught:
        _ = run.result
    assert caught.value.run is run
    assert run.error.traceback.strip() in str(caught.value)


@pytest.mark.parametrize("end", ["1 / 0", "sys.exit(3)", "os._exit(3)"])
def test_a_result_that_fails_while_it_is_encoded_is_the_programs_failure(backend, isolate, end):
    text = (
        "import os, sys\n"
        "class Mine:\n"
        f"    def to_json(self): {end}\n"
        "def main(b, u): return Mine()\n"
    )

    run = run_program(text, backend, isolate=isolate)

    assert run.status == "FAILED"
    assert run.error.line == (None if run.error.kind == "ProcessEnded" else 3)


def test_a_result_that_takes_for_ever_to_encode_runs_too_long(backend, isolate):
    text = (
        "import time\n"
        "class Mine:\n"
        "    def to_json(self): time.sleep(1000)\n"
        "def main(b, u): return Mine()\n"
    )

    run = run_program(text, backend, isolate=isolate, max_execution_time=0.2)

    assert run.status == "CANCELLED - RAN TOO LONG"


@pytest.mark.parametrize("text", ["1 / 0\ndef main(b, u): pass\n", "def main(b, u):\nx = (\n"])
def test_a_program_that_cannot_be_imported_has_failed(backend, isolate, text):
    run = run_program(text, backend, isolate=isolate)

    assert run.status == "FAILED"
    assert run.error.kind in ("ZeroDivisionError", "SyntaxError", "IndentationError")
    assert run.error.file == "<program>"


def test_the_exception_itself_is_the_cause_where_it_is_at_hand(backend):
    run = run_program("def main(b, u):\n    1 / 0\n", backend)

    with pytest.raises(qhil.ProgramFailedError) as caught:
        _ = run.result
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert [entry.name for entry in traceback.extract_tb(caught.value.__cause__.__traceback__)] == [
        "main"
    ]


def test_a_refusal_is_shown_where_the_program_met_it(backend):
    text = "def main(b, u):\n    b.run([])\n"

    cause = run_program(text, backend).exception

    assert isinstance(cause, qhil.IBMQBackendValueError)
    assert [entry.name for entry in traceback.extract_tb(cause.__traceback__)] == ["main"]


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ({"program": "nowhere.py"}, "cannot be read"),
        ({"program": "x = 1\n"}, "has no main"),
        ({"program": 3}, "not int"),
        ({"inputs": {"m": 1}}, "main needs 'n'"),
        ({"max_execution_time": 0}, "positive"),
        ({"messenger": object()}, "publish"),
    ],
)
def test_a_call_that_cannot_be_made_is_an_error(backend, isolate, call, complaint):
    called = {"program": "def main(b, u, *, n):\n    return n\n", "inputs": {"n": 1}, **call}

    with pytest.raises(qhil.ProgramError, match=complaint):
        run_program(called.pop("program"), backend, isolate=isolate, **called)
    with pytest.raises(TypeError, match=r"not JSON serializable"):
        run_program("def main(b, u): pass\n", backend, {"x": object()}, isolate=isolate)


def test_memory_is_limited_in_a_process_of_its_own_only(backend):
    with pytest.raises(qhil.ProgramError, match="isolate=True"):
        run_program("def main(b, u): pass\n", backend, memory_limit=2**30)


@pytest.mark.skipif(sys.platform != "linux", reason="no other system keeps such a limit")
def test_a_program_that_needs_more_memory_fails(backend):
    text = "def main(b, u):\n    return len(bytearray(2**29))\n"

    assert run_program(text, backend, isolate=True, memory_limit=2**28).error.kind == "MemoryError"
    assert run_program(text, backend, isolate=True, memory_limit=2**30).result == 2**29


def test_only_a_recorded_device_goes_to_another_process():
    class Other(qhil.RecordedBackend):
        pass

    with pytest.raises(qhil.ProgramError, match=r"qhil\.RecordedBackend itself, not Other"):
        run_program("def main(b, u): pass\n", Other("ibmq_armonk"), isolate=True)


def test_an_isolated_program_sees_no_credentials(backend, monkeypatch):
    monkeypatch.setenv("QE_TOKEN", "secret")
    monkeypatch.setenv("QISKIT_IBM_TOKEN", "secret")
    monkeypatch.setenv("MY_OWN", "secret")
    text = (
        "import os, pathlib\n"
        "def main(b, u):\n"
        "    home = pathlib.Path.home()\n"
        "    return [dict(os.environ), str(home), [str(one) for one in home.iterdir()]]\n"
    )

    environment, home, there = run_program(text, backend, isolate=True).result

    assert "secret" not in environment.values()
    assert home == environment["HOME"]
    assert there == []


def test_global_random_generators_start_from_the_seed(backend):
    text = "import random\nimport numpy\ndef main(b, u): return [random.random(), numpy.random.rand()]\n"
    state = random.getstate()

    one, two = (run_program(text, backend, isolate=isolate).result for isolate in (False, True))
    other = run_program(text, qhil.RecordedBackend("ibmq_armonk", seed=8)).result

    assert one == two != other
    assert random.getstate() == state


def test_ctrl_c_is_not_the_programs_to_answer(backend):
    with pytest.raises(KeyboardInterrupt):
        run_program("def main(b, u):\n    raise KeyboardInterrupt\n", backend)


def test_a_failure_of_the_test_around_passes_through(backend):
    """As pytest-timeout raises it, from a signal handler, in whatever runs."""

    def main(backend, user_messenger):
        pytest.fail("too long")

    with pytest.raises(pytest.fail.Exception, match="too long"):
        run_program(main, backend)


def test_another_backend_will_do():
    class Mine:
        name = "mine"

        def run(self, circuits, shots):
            return Job()

    class Job:
        def job_id(self):
            return "one"

        def status(self):
            return "DONE"

    mine = Mine()
    run = run_program(
        "def main(b, u):\n    b.run('c', shots=3)\n    b.run(['c'] * 2, shots=4)\n", mine
    )

    assert [(job.circuits, job.shots) for job in run.jobs] == [(1, 3), (2, 4)]
    assert (run.device, run.seed, run.digest) == ("mine", None, None)
    assert "run" not in vars(mine)
