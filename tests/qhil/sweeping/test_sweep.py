from __future__ import annotations

import itertools
import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

import qhil
from qhil.faults import ask, note_submission
from qhil.sweeping import Verdict, clean_run, points, try_point


def test_every_call_meets_every_effect_once_and_persistently(steps, verdicts):
    found = verdicts(steps("program.publish", "program.publish"))

    assert list(found) == [
        "program.publish=1*api_error",
        "program.publish=api_error",
        "program.publish=1*lost",
        "program.publish=lost",
        "program.publish=1*twice",
        "program.publish=twice",
        "program.publish@2=1*api_error",
        "program.publish@2=api_error",
        "program.publish@2=1*lost",
        "program.publish@2=lost",
        "program.publish@2=1*twice",
        "program.publish@2=twice",
    ]


def test_each_point_has_its_verdict(steps, verdicts):
    found = verdicts(steps("backend.run"), documented=["RefusedError"])

    assert found["backend.run=1*delay(60)"] is Verdict.SAME
    assert found["backend.run=1*api_error"] is Verdict.DOCUMENTED
    assert found["backend.run=1*wrong_shots(-1)"] is Verdict.WRONG
    assert Verdict.UNDOCUMENTED not in found.values()


def test_no_exception_is_documented_by_itself(steps, verdicts):
    found = verdicts(steps("backend.run"))

    assert found["backend.run=api_error"] is Verdict.UNDOCUMENTED


def test_a_retry_differs_between_once_and_persistently(steps, verdicts):
    found = verdicts(steps("program.publish", retries=1), documented=["RefusedError"])

    assert found["program.publish=1*api_error"] is Verdict.SAME
    assert found["program.publish=api_error"] is Verdict.DOCUMENTED


def test_a_job_too_many_is_graver_than_what_comes_of_it(steps):
    report = qhil.sweep(steps("backend.run", retries=1))
    (lost,) = (one for one in report.points if one.plan == "backend.run=1*lost_answer")
    (lasting,) = (one for one in report.points if one.plan == "backend.run=lost_answer")

    assert lost.verdict is Verdict.DUPLICATE
    assert lost.told == ("submitted 2 jobs instead of 1",)
    assert lasting.verdict is Verdict.DUPLICATE
    assert lasting.also == (Verdict.UNDOCUMENTED,)
    assert lasting.exception == "sweep_steps.RefusedError"


def test_jobs_that_may_be_submitted_again_are_no_finding(steps, verdicts):
    found = verdicts(steps("backend.run", retries=1), resubmissions=1)

    assert found["backend.run=1*lost_answer"] is Verdict.SAME


def test_a_fault_that_does_not_happen_passes_nothing():
    calls = iter([2, 2, *([1] * 100)])  # a third run calls less often

    def moody():
        for _ in range(next(calls)):
            ask("program.publish")

    report = qhil.sweep(moody)
    missed = {one.plan for one in report.missed}

    assert "program.publish@2=1*lost" in missed
    assert "program.publish=1*lost" not in missed
    assert not report.passed
    assert "program.publish 1x" in report.missed[0].told[0]


def test_only_some_sites(steps, verdicts):
    found = verdicts(steps("backend.run", "program.publish"), sites=["program.*"])

    assert all(plan.startswith("program.publish") for plan in found)


@pytest.mark.parametrize("options", [{"sites": ["api.*"]}, {}])
def test_without_a_point_there_is_no_sweep(steps, options):
    with pytest.raises(qhil.SweepError, match=r"no point to try.*called were"):
        qhil.sweep(steps("program.publish") if options else lambda: 1, **options)


def test_a_scenario_that_fails_by_itself_cannot_be_swept():
    def failing():
        raise ValueError("no luck")

    with pytest.raises(qhil.SweepError, match=r"failing cannot be swept.*ValueError: no luck"):
        qhil.sweep(failing)


def test_a_scenario_that_is_not_the_same_twice_cannot_be_swept():
    numbers = iter(range(10))

    def random():
        ask("backend.run")
        return {"numbers": [next(numbers)]}

    with pytest.raises(
        qhil.SweepError, match=r'not the same: result\["numbers"\]\[0\] is 1 instead of 0'
    ):
        qhil.sweep(random)


def test_nor_can_one_that_calls_another_number_of_times():
    numbers = iter(range(1, 10))

    def busy():
        for _ in range(next(numbers)):
            ask("backend.run")

    with pytest.raises(qhil.SweepError, match=r"backend\.run is called 2 times instead of 1"):
        qhil.sweep(busy)


def test_how_often_sites_are_called_that_are_not_swept_may_differ():
    polls = itertools.count(1)

    def scenario():
        ask("program.publish")
        for _ in range(next(polls)):
            ask("backend.run")

    report = qhil.sweep(scenario, sites=["program.*"])

    assert {one.faults.faults[0].site for one in report.points} == {"program.publish"}
    with pytest.raises(qhil.SweepError, match=r"backend\.run is called"):
        qhil.sweep(scenario, sites=["program.*", "backend.*"])


def test_nor_can_one_that_submits_another_number_of_jobs():
    numbers = iter(range(1, 10))

    def busy():
        for _ in range(next(numbers)):
            note_submission()

    with pytest.raises(qhil.SweepError, match="2 jobs are submitted instead of 1"):
        qhil.sweep(busy)


def test_two_sweeps_of_one_seed_are_the_same(steps):
    one, other = (qhil.sweep(steps("backend.run", "job.result"), seed=3, pairs=True) for _ in "ab")

    assert one == other
    assert one.to_json() == other.to_json()


@pytest.mark.parametrize("pool", ["threads", "processes"])
def test_on_an_executor_the_report_is_the_same(steps, pool):
    scenario = steps("backend.run", "job.result", retries=1)
    executor = (
        ThreadPoolExecutor(2)
        if pool == "threads"
        else ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    )
    with executor:
        there = qhil.sweep(scenario, pairs=True, executor=executor)

    assert there == qhil.sweep(scenario, pairs=True)


def test_on_dask_the_report_is_the_same(steps, requires, tmp_path):
    requires("distributed")
    import dask
    from distributed import Client, LocalCluster

    scenario = steps("backend.run", retries=1)
    with (
        dask.config.set(temporary_directory=str(tmp_path)),
        LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        there = qhil.sweep(scenario, executor=client)

    assert there == qhil.sweep(scenario)


def test_points_can_be_tried_one_by_one(steps):
    scenario = steps("program.publish")
    clean = clean_run(scenario)
    every = [try_point(scenario, point, clean) for point in points(clean.calls)]

    assert tuple(every) == qhil.sweep(scenario).points


def test_progress_is_told(steps):
    heard = []
    report = qhil.sweep(
        steps("program.publish"), progress=lambda tried, count: heard.append((tried, count))
    )

    assert heard == [(one, 6) for one in report.points]


def test_what_a_sweep_interrupted_had_done_is_not_done_again(steps, tmp_path):
    file = tmp_path / "points.jsonl"
    scenario = steps("backend.run", "job.result")
    whole = qhil.sweep(scenario, pairs=True)

    def interrupt(tried, count):
        if tried == whole.points[9]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        qhil.sweep(scenario, pairs=True, resume=file, progress=interrupt)
    with file.open("a") as half:
        half.write('{"plan": "backend.ru')
    done = []
    again = qhil.sweep(
        scenario, pairs=True, resume=file, progress=lambda tried, count: done.append(tried)
    )

    assert again == whole
    assert tuple(done) == whole.points[10:]
    assert len([json.loads(line) for line in file.read_text().splitlines()]) == 1 + len(
        whole.points
    )


@pytest.mark.parametrize(
    "other", [{"seed": 1}, {"documented": ["RefusedError"]}, {"name": "another"}]
)
def test_the_file_of_another_sweep_is_refused(steps, tmp_path, other):
    file = tmp_path / "points.jsonl"
    qhil.sweep(steps("program.publish"), resume=file)
    before = file.read_bytes()

    with pytest.raises(qhil.SweepError, match="points of another sweep"):
        qhil.sweep(steps("program.publish"), resume=file, **other)
    assert file.read_bytes() == before


@pytest.mark.parametrize("text", ["", "hello\n", '{"format": "x"}\n', "[1]\n"])
def test_a_file_that_is_none_of_these_is_refused(steps, tmp_path, text):
    file = tmp_path / "points.jsonl"
    file.write_text(text)
    if not text:
        assert qhil.sweep(steps("program.publish"), resume=file).points
        return

    with pytest.raises(qhil.SweepError, match="not a file of a sweep's points"):
        qhil.sweep(steps("program.publish"), resume=file)
    assert file.read_text() == text


@pytest.mark.parametrize(
    "options",
    [
        {"documented": "IBMQError"},
        {"documented": [3]},
        {"virtual_limit": 0},
        {"call_limit": -1},
        {"hard_limit": 0},
        {"resubmissions": -1},
        {"budget": 3},
        {"pairs": True, "budget": 1},
    ],
)
def test_what_makes_no_sense_is_refused(steps, options):
    with pytest.raises((TypeError, ValueError, qhil.SweepError)):
        qhil.sweep(steps("backend.run", "job.result", retries=1), **options)
