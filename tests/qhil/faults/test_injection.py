from __future__ import annotations

import threading

import pytest

import qhil
from qhil.errors import FaultError, HangError, UnfiredFaultError
from qhil.faults import FaultPlan, Injection, ask, inject, note_delay, note_submission, time_left


def fired(text, calls, *, site="backend.run", seed=0):
    """The effects of so many calls, None where nothing happened."""
    injection = Injection(FaultPlan.parse(text, seed=seed))
    firings = [injection.ask(site) for _ in range(calls)]
    return [None if one is None else one.name for one in firings]


def test_twice_through_then_once_wrong_then_through():
    expected = [None, None, "api_error", None, None]

    assert fired("backend.run@3=1*api_error", 5) == expected
    assert fired("backend.run=2*off->1*api_error", 5) == expected


def test_always_from_the_third_on():
    expected = [None, None, "api_error", "api_error"]

    assert fired("backend.run@3=api_error", 4) == expected
    assert fired("backend.run=2*off->api_error", 4) == expected


def test_one_after_the_other():
    told = fired("backend.run=1*api_error->2*value_error->protocol_error", 5)

    assert told == ["api_error", "value_error", "value_error", "protocol_error", "protocol_error"]


def test_a_share_of_calls_at_most_so_often():
    told = fired("backend.run=20%5*api_error", 1000)

    assert told.count("api_error") == 5
    assert fired("backend.run=20%api_error", 5000).count("api_error") == pytest.approx(
        1000, abs=150
    )


def test_what_is_left_by_a_share_goes_to_the_next():
    told = fired("backend.run=30%api_error->1*value_error", 50)

    assert told.count("value_error") == 1
    assert None in told


def test_the_first_acts_and_the_other_keeps_its_turn():
    told = fired("backend.run@2=1*api_error;backend.run@2=1*value_error", 4)

    assert told == [None, "api_error", "value_error", None]


def test_the_seed_fixes_the_draws():
    text = "backend.run=50%api_error"

    assert fired(text, 50, seed=1) == fired(text, 50, seed=1)
    assert fired(text, 50, seed=1) != fired(text, 50, seed=2)


def test_calls_of_one_site_do_not_count_for_another():
    injection = Injection.of("backend.run@2=1*api_error")
    injection.ask("job.result")

    assert injection.ask("backend.run") is None
    assert injection.ask("backend.run") is not None
    assert injection.calls == {"job.result": 1, "backend.run": 2}


def test_those_that_a_pattern_stands_for_are_counted_together():
    injection = Injection.of("backend.*@2=1*api_error")
    injection.ask("backend.properties")

    assert injection.ask("backend.run").call == 1


def test_a_firing_says_where():
    injection = Injection.of("backend.run=api_error")

    firing = injection.ask("backend.run")

    assert str(firing).startswith("backend.run call 1: api_error at ")
    assert "test_injection.py:" in firing.place
    assert firing.place.endswith("in test_a_firing_says_where")
    assert injection.firings == (firing,)
    assert firing.draws().random() == firing.draws().random()


def test_threads_may_ask_at_once():
    injection = Injection.of("backend.run=100*api_error")
    threads = [
        threading.Thread(target=lambda: [injection.ask("backend.run") for _ in range(100)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(injection.firings) == 100
    assert {one.call for one in injection.firings} == set(range(1, 101))


def test_within_inject_every_site_is_asked():
    with inject("backend.run=1*api_error") as injection:
        assert ask("backend.run").name == "api_error"
        assert ask("backend.run") is None

    assert len(injection.firings) == 1
    assert ask("backend.run") is None


def test_the_innermost_is_asked_first_and_a_backends_own_before_that():
    own = Injection.of("backend.run=1*protocol_error")
    with inject("backend.run=1*api_error"), inject("backend.run=1*value_error"):
        told = [ask("backend.run", own).name for _ in range(3)]

    assert told == ["protocol_error", "value_error", "api_error"]


def test_one_that_is_alone_has_nobody_else_asked():
    own = Injection(FaultPlan(), alone=True)
    with inject("backend.run=api_error", allow_unfired=True) as outer:
        assert ask("backend.run", own) is None
        note_submission(own)

    assert outer.submissions == 0
    assert own.submissions == 1


def test_a_fault_that_never_happened_is_an_error():
    with pytest.raises(UnfiredFaultError) as caught, inject("backend.run@3=1*api_error"):  # noqa: PT012
        ask("backend.run")
        ask("job.result")

    told = str(caught.value)
    assert "backend.run@3=1*api_error (backend.run was called 1 time)" in told
    assert "called were: backend.run 1x, job.result 1x" in told


def test_an_error_of_the_block_goes_before_that():
    with pytest.raises(KeyError), inject("backend.run=api_error"):
        raise KeyError


def test_one_may_say_that_it_does_not_matter():
    with inject("backend.run=api_error", allow_unfired=True) as injection:
        pass

    assert [str(one) for one in injection.unfired] == ["backend.run=api_error"]
    with pytest.raises(UnfiredFaultError, match="no sites at all"):
        injection.check()


def test_what_only_lets_calls_through_need_not_happen():
    with inject("backend.run=3*off"):
        pass


def test_an_injection_goes_on_where_it_is():
    injection = Injection.of("backend.run@2=1*api_error")
    with inject(injection, allow_unfired=True):
        ask("backend.run")
    with inject(injection):
        assert ask("backend.run") is not None


def test_submissions_and_delays_are_told_to_all():
    own = Injection.of("")
    with inject("") as injection:
        note_submission(own)
        note_delay(2.5)

    assert (own.submissions, injection.submissions) == (1, 1)
    assert (own.delayed, injection.delayed) == (0, 2.5)


def test_what_is_no_plan_is_refused():
    with pytest.raises(FaultError, match="not int"):
        Injection.of(3)
    with pytest.raises(FaultError, match="there is no site"), qhil.inject("nowhere=api_error"):
        pass


def test_who_waits_for_longer_than_the_limit_hangs_and_that_is_no_exception_of_theirs():
    injection = Injection(FaultPlan(), limit=10)
    injection.note_delay(10)
    with pytest.raises(HangError, match=r"12\.5 s were waited .* at most 10 s may be"):
        injection.note_delay(2.5)

    assert injection.delayed == 12.5
    assert not issubclass(HangError, Exception)
    with pytest.raises(FaultError, match="0 s or more"):
        Injection(FaultPlan(), limit=-1)


def test_what_is_left_to_be_waited_is_the_least_that_any_plan_allows():
    assert time_left() is None
    with inject(Injection(FaultPlan(), limit=10)), inject(Injection(FaultPlan(), limit=7)):
        note_delay(4)
        left = time_left()

    assert left == 3
    assert time_left(Injection.of("")) is None
