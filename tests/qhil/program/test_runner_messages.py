"""Programs and the messengers that they are given."""

import sys
import threading

import pytest

import qhil
from qhil.program.runner import run_program


def test_a_messenger_that_is_given_is_the_one_that_publishes(backend, isolate):
    messenger = qhil.UserMessenger()
    messenger.publish("before")

    run = run_program(
        "def main(b, u):\n    u.publish(1)\n", backend, messenger=messenger, isolate=isolate
    )

    assert messenger.interim == ["before", 1]
    assert run.interim == [1]


def test_any_object_that_publishes_will_do(backend):
    class Theirs:
        def publish(self, message, encoder=None, final=False):
            told.append((message, final))

    told = []
    run = run_program("def main(b, u):\n    u.publish((1,))\n", backend, messenger=Theirs())

    assert told == [((1,), False)]
    assert run.interim == [[1]]


LOOPING = (
    "import itertools\n"
    "def main(b, u):\n"
    "    for number in itertools.count():\n"
    "        u.publish({'step': number})\n"
)


def test_an_answer_may_cancel_the_run(backend, isolate):
    messenger = qhil.UserMessenger()
    messenger.answer({"step": 3}, lambda message: messenger.cancel())

    run = run_program(LOOPING, backend, messenger=messenger, isolate=isolate)

    assert run.status == "CANCELLED"
    assert run.interim[3] == {"step": 3}
    assert run.error.kind == "Cancelled"
    with pytest.raises(qhil.ProgramFailedError, match="CANCELLED"):
        _ = run.result


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_another_thread_may_wait_for_a_message_and_cancel(backend, isolate):
    messenger = qhil.UserMessenger()
    text = LOOPING + "        if number == 3:\n            import time; time.sleep(1000)\n"
    waited = []

    def user():
        waited.append(messenger.wait_for(lambda value: value["step"] == 3, timeout=60).value)
        messenger.cancel()

    thread = threading.Thread(target=user)
    thread.start()
    run = run_program(text, backend, messenger=messenger, isolate=isolate)
    thread.join()

    assert waited == [{"step": 3}]
    assert run.status == "CANCELLED"
    assert len(run.interim) == 4
