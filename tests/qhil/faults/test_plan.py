from __future__ import annotations

import contextlib
import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qhil.errors import FaultError
from qhil.faults import Fault, FaultPlan, Schedule
from qhil.faults.backend_sites import SITES


def test_a_fault_is_a_site_an_effect_and_a_schedule():
    (fault,) = FaultPlan.parse("backend.run@3=20%5*api_error(no luck)")

    assert fault.site == "backend.run"
    assert fault.effect.name == "api_error"
    assert fault.effect.arguments == ("no luck",)
    assert fault.schedule == Schedule(first=3, times=5, probability=0.2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "backend.run=api_error",
        "backend.run@3=1*api_error",
        "backend.run=20%5*api_error",
        "backend.run=12.5%value_error(no luck)",
        "backend.run@3=api_error;job.result=1*wrong_shots(2)",
        'backend.run=1*api_error("a;b -> c");program.publish=lost',
    ],
)
def test_a_plan_comes_back_from_its_own_text(text):
    plan = FaultPlan.parse(text)

    assert FaultPlan.parse(str(plan)) == plan


def test_the_text_is_as_it_was_written_where_that_was_brief():
    text = "backend.run@3=20%5*api_error;job.result=1*wrong_shots(2)"

    assert str(FaultPlan.parse(text)) == text


schedules = st.builds(
    Schedule,
    first=st.integers(1, 1000),
    times=st.one_of(st.none(), st.integers(1, 1000)),
    probability=st.floats(0, 1, exclude_min=True),
)
faults = st.sampled_from([(site.name, kind) for site in SITES for kind in site.effects]).flatmap(
    lambda pair: st.builds(
        Fault,
        st.just(pair[0]),
        st.sampled_from([f"{pair[1].name}({one})" for one in pair[1].tries or ("",)]),
        schedules,
    )
)


@given(st.lists(faults, max_size=4))
def test_every_plan_comes_back_from_its_own_text(given_faults):
    try:
        plan = FaultPlan(tuple(given_faults))
    except FaultError:
        return

    assert FaultPlan.parse(str(plan)) == plan


def test_failpoints_terms_stand_for_faults_at_one_site():
    plan = FaultPlan.parse("backend.run=2*off->1*api_error->delay(3)")

    assert [str(fault) for fault in plan] == [
        "backend.run=2*off",
        "backend.run=1*api_error",
        "backend.run=delay(3)",
    ]


def test_a_plan_does_not_change():
    plan = FaultPlan.parse("backend.run=api_error")

    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.seed = 3
    assert hash(plan) == hash(FaultPlan.parse("backend.run=api_error"))


def test_plans_can_be_put_together():
    both = FaultPlan.parse("backend.run=1*api_error", seed=3) + FaultPlan.parse(
        "job.result=delay(1)"
    )

    assert str(both) == "backend.run=1*api_error;job.result=delay(1)"
    assert both.seed == 3


def test_a_site_may_stand_for_several():
    (fault,) = FaultPlan.parse("*.run=api_error")

    assert fault.site == "*.run"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("backend.rum=api_error", "there is no site 'backend.rum'; nearest: backend.run"),
        ("backend.run=api_eror", "admits no effect 'api_eror'; nearest: api_error"),
        ("backend.properties=lost_answer", "backend.properties admits no effect 'lost_answer'"),
        ("backend.*=lost_answer", "backend.* admits no effect 'lost_answer'"),
        ("backend.run@0=api_error", "calls are counted from 1"),
        ("backend.run=0*api_error", "a fault happens 1 time or more"),
        ("backend.run=0%api_error", "above 0 and at most 1"),
        ("backend.run=101%api_error", "above 0 and at most 1"),
        ("backend.run=delay", "delay needs seconds"),
        ("backend.run=delay(soon)", "must be a number, 0 or more, not 'soon'"),
        ("backend.run=api_error->value_error", "can never happen"),
        ("backend.run@2=api_error;backend.run@3=1*value_error", "can never happen"),
        ("backend.run", "it is written SITE[@N]"),
        ("backend.run=", "is no fault"),
        ("backend.run=3*", "is no fault"),
        ("=api_error", "is no fault"),
        ("backend.run=api_error(", "a parenthesis does not match"),
        ('backend.run=api_error("', "a quote does not match"),
        ("backend.run=api_error)", "a parenthesis does not match"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_nearest(text, told):
    with pytest.raises(FaultError, match=re.escape(told)):
        FaultPlan.parse(text)


@given(st.text(max_size=40))
def test_any_text_is_a_plan_or_refused(text):
    with contextlib.suppress(FaultError):
        FaultPlan.parse(text)


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        (Schedule(), "at every call"),
        (Schedule(first=3, times=1), "from the 3rd call on, once"),
        (Schedule(first=11, times=2), "from the 11th call on, at most 2 times"),
        (Schedule(first=22, probability=0.2), "from the 22nd call on, 20 % of calls"),
    ],
)
def test_a_schedule_tells_itself(schedule, told):
    assert str(schedule) == told


@pytest.mark.parametrize(
    "fields", [{"first": 0}, {"first": True}, {"times": 0}, {"times": 1.5}, {"probability": 2}]
)
def test_a_schedule_that_makes_no_sense_is_refused(fields):
    with pytest.raises(FaultError):
        Schedule(**fields)
