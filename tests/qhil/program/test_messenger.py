import inspect
import json
import threading

import numpy as np
import pytest

import qhil
from qhil.program import Message, UserMessenger


def test_messages_are_kept_in_order_and_told_as_they_come():
    told = []
    messenger = UserMessenger(told.append)

    messenger.publish({"energy": -1.1})
    messenger.publish([1, 2])
    assert told == [Message('{"energy": -1.1}', final=False), Message("[1, 2]", final=False)]
    messenger.publish("done", final=True)

    assert messenger.messages == tuple(told)
    assert messenger.interim == [{"energy": -1.1}, [1, 2]]
    assert messenger.result == "done"


def test_a_listener_hears_what_comes_after_it():
    told = []
    messenger = UserMessenger()
    messenger.publish(1)

    messenger.listen(told.append)
    messenger.publish(2)

    assert [message.value for message in told] == [2]
    assert messenger.result is None


def test_what_is_kept_does_not_change_with_the_object():
    """The service sends text: what a program does to its list afterwards changes nothing."""
    messenger = UserMessenger()
    energies = [1.0]

    messenger.publish(energies)
    energies.append(2.0)

    assert messenger.interim == [[1.0]]


def test_objects_come_back_as_they_were():
    messenger = UserMessenger()

    messenger.publish({"z": 1 + 2j, "a": np.array([[1.0, 2.0]])})

    (message,) = messenger.interim
    assert message["z"] == 1 + 2j
    np.testing.assert_array_equal(message["a"], [[1.0, 2.0]])


def test_a_user_may_wait_for_what_is_published_already():
    messenger = UserMessenger()
    messenger.publish(1)
    messenger.publish({"step": 2})

    assert messenger.wait_for().value == 1
    assert messenger.wait_for({"step": 2}).value == {"step": 2}
    assert messenger.wait_for(lambda value: value == 1).value == 1


def test_waiting_for_what_does_not_come_tells_what_came():
    messenger = UserMessenger()
    messenger.publish("x" * 100)

    with pytest.raises(
        qhil.NoMessageError, match=r"^0\.01 s passed .* matches 2; published: \"x+$"
    ):
        messenger.wait_for(2, timeout=0.01)


def test_waiting_ends_with_the_run():
    messenger = UserMessenger()
    with messenger.running(lambda _: None, lambda: None, lambda: 0.0):
        pass

    with pytest.raises(qhil.NoMessageError, match=r"^the program ended without .*: none$"):
        messenger.wait_for(timeout=60)


def test_an_answer_is_given_to_each_message_that_matches():
    answered = []
    messenger = UserMessenger()
    messenger.answer(lambda value: value > 1, answered.append)

    for number in (1, 2, 3):
        messenger.publish(number)

    assert [message.value for message in answered] == [2, 3]


def test_there_is_nothing_to_cancel_where_nothing_runs():
    with pytest.raises(qhil.ProgramError, match="no program runs"):
        UserMessenger().cancel()


def test_messages_have_times():
    ticks = iter([10.0, 11.5, 13.0])
    messenger = UserMessenger(clock=lambda: next(ticks))

    messenger.publish(1)
    messenger.publish(2)

    assert [message.seconds for message in messenger.messages] == [1.5, 3.0]


def test_an_encoder_of_ones_own_is_used():
    class Shouting(json.JSONEncoder):
        def default(self, o):
            return str(o).upper()

    messenger = UserMessenger()
    messenger.publish({1, 2}.__class__, Shouting)

    assert messenger.interim == ["<CLASS 'SET'>"]


def test_what_no_encoder_knows_is_refused_where_it_is_published():
    messenger = UserMessenger()

    with pytest.raises(TypeError, match="not JSON serializable"):
        messenger.publish(object())

    assert messenger.messages == ()


def test_many_threads_may_publish():
    told = []
    messenger = UserMessenger(told.append)
    threads = [
        threading.Thread(target=lambda: [messenger.publish(n) for n in range(50)]) for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(messenger.interim) == sorted([*range(50)] * 4)
    assert tuple(told) == messenger.messages


def test_it_is_the_public_name():
    assert qhil.UserMessenger is UserMessenger


@pytest.mark.requires("qiskit-ibmq-provider")
def test_it_stands_on_the_providers_class_and_signature():
    from qiskit.providers.ibmq.runtime import UserMessenger as Theirs

    ours, theirs = (inspect.signature(kind.publish).parameters for kind in (UserMessenger, Theirs))

    assert issubclass(UserMessenger, Theirs)
    assert list(ours) == list(theirs)
    assert ours["final"].default == theirs["final"].default
