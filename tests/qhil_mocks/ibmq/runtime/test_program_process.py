"""What becomes of programs that really run, each in a process of its own."""

from __future__ import annotations

import json
import sys

import pytest

from qhil.program.isolation.process import Stopper
from qhil.recordings import load_recording
from qhil_mocks.ibmq.runtime import Work
from qhil_mocks.ibmq.runtime.job import COMPLETED, FAILED, RAN_TOO_LONG
from qhil_mocks.ibmq.runtime.program_process import run
from qhil_mocks.ibmq.runtime.spec import checked_spec
from qhil_mocks.ibmq.simulator import simulator

TALKATIVE = """
import logging, os, sys
from qiskit import QuantumCircuit

def main(backend, user_messenger, **inputs):
    log = logging.getLogger("mine")
    log.debug("too much")
    log.info("just right")
    print("printed", os.environ.get("QE_TOKEN"), os.path.exists(os.path.expanduser("~/.qiskit")))
    os.write(2, b"below Python\\n")
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.measure(0, 0)
    user_messenger.publish({"inputs": inputs})
    user_messenger.publish(backend.name() if callable(backend.name) else backend.name)
    counts = backend.run(circuit, shots=1000).result().get_counts()
    user_messenger.publish(counts, final=True)
    return "not this"
"""


def ran(source, inputs="{}", *, recording="ibmq_armonk", limit=60.0, **more):
    published = []
    ending = run(
        Work(source, inputs, limit, **more),
        load_recording(recording) if isinstance(recording, str) else recording,
        seed=7,
        publish=published.append,
        stopper=Stopper(),
    )
    return ending, published


def test_a_program_gets_its_inputs_and_device_and_all_it_says_is_kept(monkeypatch):
    monkeypatch.setenv("QE_TOKEN", "secret")
    inputs = '{"z": {"__type__": "complex", "__value__": [1.0, 2.0]}}'

    ending, published = ran(TALKATIVE, inputs, log_level="INFO")

    assert ending.status == COMPLETED, ending
    assert published == [f'{{"inputs": {inputs}}}', '"ibmq_armonk"']
    counts = json.loads(ending.output.result)
    assert sum(counts.values()) == 1000
    assert 0 < counts["0"] < 200  # of the recorded noise
    lines = ending.output.logs.splitlines()
    assert "INFO:mine:just right" in lines
    assert "printed None False" in lines
    assert lines[-1] == "below Python"
    assert "too much" not in ending.output.logs


def test_the_simulator_is_one_without_noise():
    ending, published = ran(TALKATIVE, recording=simulator())

    assert published[-1] == '"ibmq_qasm_simulator"'
    assert json.loads(ending.output.result) == {"1": 1000}


def test_a_program_that_fails_gives_its_traceback():
    source = "def main(backend, user_messenger):\n    print('begun')\n    return 1 / 0\n"

    ending, _ = ran(source)

    assert ending.status == FAILED
    assert "ZeroDivisionError: division by zero" in ending.output.result
    assert "line 3, in main" in ending.output.result
    assert ending.output.logs == f"begun\n{ending.output.result}"


def test_a_program_is_ended_when_its_time_is_up():
    source = "def main(backend, user_messenger):\n    while True:\n        pass\n"

    ending, _ = ran(source, limit=0.5)

    assert ending.status == RAN_TOO_LONG
    assert ending.output.result == "It ran longer than its maximum execution time of 0.5 s\n"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_program_does_not_get_all_memory():
    source = "def main(backend, user_messenger):\n    return len(bytearray(3 * 2**30))\n"

    ending, _ = ran(source)

    assert ending.status == FAILED
    assert "MemoryError" in ending.output.result


def test_a_program_whose_process_dies_says_how():
    source = "import os\n\ndef main(backend, user_messenger):\n    os._exit(7)\n"

    ending, _ = ran(source)

    assert ending.status == FAILED
    assert ending.output.result == "The program's process ended with exit code 7\n"


def test_inputs_that_break_their_schema_fail_the_job_with_the_reason():
    spec = checked_spec({"parameters": {"properties": {"n": {"type": "integer"}}}})

    ending, _ = ran("def main(backend, user_messenger, n):\n    pass\n", '{"n": "x"}', spec=spec)

    assert ending.status == FAILED
    assert "input 'n' at $.n: expected an integer" in ending.output.result
    assert ending.output.logs == ending.output.result
