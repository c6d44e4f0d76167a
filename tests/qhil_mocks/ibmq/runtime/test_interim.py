"""Who hears which interim results, and when the end is told."""

from __future__ import annotations

import threading

import pytest

from qhil_mocks.bell import Bell
from qhil_mocks.ibmq.runtime.interim import ACKNOWLEDGED, RESTARTS, InterimResults
from qhil_mocks.rest import Close


@pytest.fixture
def bell():
    return Bell()


@pytest.fixture
def results(bell):
    return InterimResults(bell)


def listen(results, *, final=False):
    return results.listen("job", lambda: final)


def test_who_listens_hears_all_from_the_beginning_and_then_the_end(results):
    early = listen(results)
    assert early.due() == [ACKNOWLEDGED]
    results.add("job", "1")
    assert early.due() == ["1"]
    late = listen(results)
    results.add("job", "2")
    assert late.due() == [ACKNOWLEDGED, "1", "2"]
    early.receive("anything")
    results.end("job", patience=0)

    assert early.due() == ["2", Close(1000)]
    assert late.due() == [Close(1000)]
    assert early.due() == late.due() == []


def test_the_end_waits_for_those_who_listen_to_hear_of_it(results, bell):
    listening, said = listen(results), []
    bell.listen(lambda: threading.Thread(target=lambda: said.extend(listening.due())).start())

    assert results.end("job", patience=30)
    assert said == [ACKNOWLEDGED, Close(1000)]


def test_the_end_does_not_wait_for_those_who_are_gone(results):
    listening = listen(results)
    del listening

    assert not results.end("job", patience=30)


def test_whoever_is_first_after_a_program_that_was_too_fast_hears_all_once(results):
    results.add("job", "1")
    results.end("job", patience=0)
    results.settle("job")

    assert listen(results, final=True).due() == [ACKNOWLEDGED, "1", Close(1000)]
    assert listen(results, final=True).due() == [ACKNOWLEDGED, Close(1000)]


def test_a_client_that_lost_its_connection_hears_nothing_twice(results):
    results.add("job", "1")
    lost = listen(results)
    lost.due()
    results.end("job", patience=0)

    assert listen(results).due() == [ACKNOWLEDGED, Close(1000)]  # not yet final by REST
    results.settle("job")
    assert listen(results, final=True).due() == [ACKNOWLEDGED, Close(1000)]


def test_who_comes_between_the_end_and_the_final_state_hears_all(results):
    results.add("job", "1")
    results.end("job", patience=0)
    between = listen(results)
    results.settle("job")

    assert between.due() == [ACKNOWLEDGED, "1", Close(1000)]


def test_a_job_that_will_run_again_closes_with_another_code_and_begins_anew(results):
    listening = listen(results)
    results.add("job", "1")
    results.end("job", RESTARTS, patience=0)
    results.settle("job")
    results.add("job", "again")

    assert listening.due() == [ACKNOWLEDGED, "1", Close(1012)]
    assert listen(results).due() == [ACKNOWLEDGED, "again"]


def test_what_nobody_wanted_to_hear_is_not_kept_for_ever(results):
    for number in range(100):
        results.add(f"job {number}", "1")
        results.end(f"job {number}", patience=0)
        results.settle(f"job {number}")

    kept = [
        number
        for number in range(100)
        if len(results.listen(f"job {number}", lambda: True).due()) == 3
    ]
    assert kept == list(range(68, 100))


def test_a_job_that_is_gone_leaves_nothing(results):
    results.add("job", "1")
    results.forget("job")

    assert listen(results, final=True).due() == [ACKNOWLEDGED, Close(1000)]
