from __future__ import annotations

import pickle

import pytest

import qhil
from qhil.sweeping import ProgramScenario

HELLO = """
def main(backend, user_messenger, *, name):
    user_messenger.publish("on its way")
    return {"hello": name, "device": str(backend.configuration().backend_name)}
"""
FAILS = """
class OddError(Exception):
    pass

def main(backend, user_messenger):
    raise OddError("3 is odd")
"""
LEAVES = """
class GoneError(BaseException):
    pass

def main(backend, user_messenger):
    raise GoneError("good bye")
"""


def test_its_result_is_status_and_final_result():
    scenario = ProgramScenario(HELLO, "ibmq_manila", inputs='{"name": "Ada"}')

    assert scenario() == {
        "status": "COMPLETED",
        "result": {"hello": "Ada", "device": "ibmq_manila"},
    }


def test_it_raises_what_the_program_raises():
    with pytest.raises(Exception, match="3 is odd") as raised:
        ProgramScenario(FAILS, "ibmq_manila")()
    assert type(raised.value).__name__ == "OddError"


def test_what_is_no_exception_is_told_as_a_failure():
    with pytest.raises(qhil.ProgramFailedError, match="GoneError: good bye"):
        ProgramScenario(LEAVES, "ibmq_manila")()


def test_it_is_named_and_travels(tmp_path):
    file = tmp_path / "hello.py"
    file.write_text(HELLO)
    scenario = ProgramScenario(str(file), "ibmq_manila", 7, '{"name": "Ada"}', "ideal")

    assert scenario.name == "hello.py on ibmq_manila"
    assert pickle.loads(pickle.dumps(scenario))() == scenario()
    assert ProgramScenario(HELLO, "ibmq_manila").name == "<program> on ibmq_manila"
