"""Jobs are paid for once, whoever is killed when."""

from __future__ import annotations

import pytest

from qhil.live.budget import UNLIMITED, Budget
from qhil.live.campaign import DEFAULT_PATIENCE, Campaign, Patience
from qhil.live.campaign_plan import PlannedCircuit, jobs_of, plan_digest
from qhil.live.cost import Cost
from qhil.live.errors import (
    BudgetError,
    JobFailedError,
    LostAnswerError,
    RefusedError,
    ServiceError,
)
from qhil.live.journal import Journal
from qhil.live.source import FAILED, JobAnswer

CIRCUITS = [PlannedCircuit(f"c{i}", f"text {i}", shots=10) for i in range(3)]
JOBS = jobs_of(CIRCUITS, per_job=1)
DIGEST = plan_digest("fake", "ibmq_manila", JOBS)
COSTS = [Cost(1, 10, 2.0)] * 3


@pytest.fixture
def run(tmp_path, clock):
    """``run(source)``: the counts, by a process that finds the journal of those before it."""

    def ran(source, *, budget=UNLIMITED, patience=DEFAULT_PATIENCE, tick=None, steps=None):
        path = tmp_path / "journal.jsonl"
        with Journal.open(path, campaign=DIGEST, started=clock.time) as journal:
            if tick is not None:
                _ticking(journal, tick)
            return Campaign(
                source,
                "ibmq_manila",
                JOBS,
                COSTS,
                digest=DIGEST,
                circuit_of=lambda text: text,
                journal=journal,
                budget=budget,
                clock=clock.waiting(),
                patience=patience,
                on_step=(steps if steps is not None else []).append,
            ).run()

    return ran


def _ticking(journal, tick):
    write = journal._write

    def ticking(entry):
        tick("before writing")
        write(entry)
        tick("after writing")

    journal._write = ticking


def _once(service):
    return dict.fromkeys([(f"text {i}",) for i in range(3)], 1) == dict(service.charged)


def test_all_jobs_are_submitted_before_any_is_waited_for(run, source, service):
    service.looks = 2
    steps = []

    counts = run(source, steps=steps)

    assert counts == (({"0": 10, "1": 0},),) * 3
    told = [(step.what, step.number) for step in steps]
    assert told[:3] == [("submitted", 0), ("submitted", 1), ("submitted", 2)]
    assert [number for what, number in told if what == "counted"] == [0, 1, 2]
    assert _once(service)


def test_who_is_killed_anywhere_pays_once(tmp_path, run, service, killed_at, ends):
    """At every call of the service and every entry of the journal, before and after."""
    service.looks = 1
    counted = killed_at(None)
    run(counted, tick=counted.tick)
    points = counted.tick.count

    assert points > 25
    for point in range(points):
        service.__init__(service.recording)
        service.looks = 1
        (tmp_path / "journal.jsonl").unlink()
        doomed = killed_at(point)
        with ends():
            run(doomed, tick=doomed.tick)
        assert doomed.tick.count == point + 1, "it was killed"
        run(killed_at(None))

        assert _once(service), f"killed at {point}, {doomed.tick.seen[-1]}"


def test_who_is_killed_again_and_again_pays_once(run, service, killed_at, ends):
    """Killed at the first tick, then at the second, and so on, with one journal."""
    for point in range(60):
        doomed = killed_at(point)
        with ends():
            run(doomed, tick=doomed.tick)

    assert _once(service)
    assert run(killed_at(None)) == (({"0": 10, "1": 0},),) * 3


def test_a_journal_cut_off_at_any_byte_is_gone_on_with(tmp_path, run, source, service):
    run(source)
    path = tmp_path / "journal.jsonl"
    whole = path.read_bytes()
    head = whole.index(b"\n") + 1
    for length in range(head, len(whole), 7):
        path.write_bytes(whole[:length])
        # No job was submitted whose intention was not written: those after the cut are new.
        written = whole[:length].count(b'"intended"')
        cut = b'"intended"' in whole[whole.rfind(b"\n", 0, length) + 1 : length]
        service.jobs = dict(list(service.jobs.items())[: written - cut])
        service.charged.clear()
        run(source)

        assert sum(service.charged.values()) == 3 - (written - cut)
        service.jobs = dict(list(service.jobs.items())[:3])


@pytest.mark.parametrize("moment", ["before submit", "after submit"])
def test_a_job_whose_answer_was_lost_is_looked_for_before_it_is_sent_again(
    run, service, killed_at, errors, moment
):
    shaky = killed_at(0, errors["lost"], [moment])

    run(shaky)

    assert _once(service)


def test_a_list_of_jobs_may_be_behind(run, service, killed_at, errors, clock):
    service.unseen = 2
    run(killed_at(0, errors["lost"], ["after submit"]))

    assert _once(service)
    assert clock.waited == [10.0, 10.0]


def test_nothing_is_sent_again_while_it_cannot_be_looked_for(run, service, source, errors):
    lost = iter([errors["lost"], errors["service"]])

    def tick(what):
        if what in ("after submit", "find"):
            error = next(lost, None)
            if error is not None:
                raise error

    source.tick = tick
    with pytest.raises(ServiceError):
        run(source)
    assert sum(service.charged.values()) == 1

    run(source)
    assert _once(service)


def test_what_is_lost_each_time_is_given_up(run, service, source):
    def tick(what):
        if what == "before submit":
            raise LostAnswerError("504")

    source.tick = tick
    with pytest.raises(LostAnswerError):
        run(source, patience=Patience(attempts=2))
    assert not service.charged


def test_who_may_have_few_jobs_at_a_time_waits(run, service, source):
    service.places, service.looks = 1, 1

    run(source)

    assert _once(service)


def test_what_is_refused_is_not_there(run, service, source):
    def tick(what):
        if what == "before submit":
            raise RefusedError("400")

    source.tick = tick
    with pytest.raises(RefusedError):
        run(source)
    source.tick = lambda _: None
    run(source)

    assert _once(service)


def test_a_job_that_failed_keeps_the_others_and_may_come_again(run, service, source):
    service.fates[1] = FAILED
    with pytest.raises(JobFailedError, match="job 2 of 3 failed: it broke"):
        run(source)

    run(source)

    assert service.charged == {("text 0",): 1, ("text 1",): 2, ("text 2",): 1}


def test_counts_of_other_shots_are_no_answer(run, source, monkeypatch):
    monkeypatch.setattr(source, "fetch", lambda *_: JobAnswer("done", ({"0": 9},), None))

    with pytest.raises(
        JobFailedError, match=r"expected counts of 1 circuits with 10 shots, found \[9\]"
    ):
        run(source)


def test_a_look_that_fails_is_repeated_and_given_up_in_the_end(run, source, errors, clock):
    failures = iter([True, True, False])

    def tick(what):
        if what == "fetch" and next(failures, False):
            raise errors["service"]

    source.tick = tick
    run(source)
    assert clock.waited == [2.0, 4.0]


def test_a_service_that_stays_away_ends_it(run, source, errors):
    def tick(what):
        if what == "fetch":
            raise errors["service"]

    source.tick = tick
    with pytest.raises(ServiceError):
        run(source)


class TestBudget:
    @pytest.mark.parametrize(
        ("limits", "told"),
        [
            ({"max_jobs": 2}, "3 jobs, at most 2"),
            ({"max_shots": 15}, r"30 shots, at most 15 allowed \(50% of the shots"),
            ({"max_seconds": 5.9}, "about 6.0 s, at most 5.9 s"),
        ],
    )
    def test_what_costs_too_much_is_not_begun(self, run, source, service, limits, told):
        with pytest.raises(BudgetError, match=told):
            run(source, budget=Budget(**limits))

        assert not service.charged

    def test_what_just_fits_is_done(self, run, source, service):
        run(source, budget=Budget(6.0, 3, 30))

        assert _once(service)

    def test_what_was_charged_counts_for_more_than_the_estimate(self, run, source, service):
        """One job at a time; the first took 5 s where 2 were estimated."""
        service.places, service.looks, service.seconds = 1, 1, 5.0

        with pytest.raises(BudgetError, match=r"about 9\.0 s"):
            run(source, budget=Budget(max_seconds=7.0))
        assert sum(service.charged.values()) == 1

        run(source, budget=Budget(max_seconds=20.0))
        assert _once(service)
