from itertools import count


def counting(backend, user_messenger):
    for number in count(1):
        user_messenger.publish({"number": number})


def test_what_is_published_is_heard(run_program, user_messenger):
    heard = []
    user_messenger.listen(lambda message: heard.append(message.value))

    run = run_program(lambda backend, messenger: messenger.publish({"energy": -1.1}))

    assert heard == run.interim == [{"energy": -1.1}]


def test_a_user_cancels_when_he_has_seen_enough(run_program, user_messenger):
    user_messenger.answer({"number": 3}, lambda message: user_messenger.cancel())

    run = run_program(counting)

    assert run.status == "CANCELLED"
    assert {"number": 3} in run.interim


def test_the_final_message_is_the_result(run_program):
    def main(backend, user_messenger):
        user_messenger.publish("published", final=True)
        return "returned"

    run = run_program(main)

    assert run.result == run.published == "published"
    assert run.returned == "returned"
