from __future__ import annotations

import itertools

import pytest

import qhil
from qhil.faults import sites
from qhil.sweeping import pairs, points
from qhil.sweeping.points import unpaired


@pytest.mark.parametrize("site", sites(), ids=lambda site: site.name)
def test_every_effect_of_every_site_has_its_points(site):
    found = points({site.name: 2})
    wanted = {
        (call, str(kind(*(tried.split(",") if tried else ()))), times)
        for call, kind, times in itertools.product((1, 2), site.effects, (1, None))
        for tried in kind.tries
    }

    assert {
        (one.schedule.first, str(one.effect), one.schedule.times)
        for (one,) in (p.faults for p in found)
    } == wanted
    assert all(qhil.FaultPlan.parse(str(plan)) == plan for plan in found)


def test_pairs_have_every_two_sites_that_can_be_had_together(steps):
    scenario = steps("program.inputs", "backend.run", "job.result", "backend.run", retries=1)
    report = qhil.sweep(scenario, pairs=True)
    found = [one.faults for one in report.points if len(one.faults) == 2]
    had = {tuple(sorted(fault.site for fault in plan)) for plan in found}
    every = itertools.combinations_with_replacement(sorted(set(scenario.sites)), 2)

    assert had | set(report.unpaired) == set(every)
    assert not had & set(report.unpaired)
    assert ("backend.run", "job.result") in had
    assert ("backend.run", "backend.run") in had
    assert not report.missed


def test_a_budget_is_shared_by_the_pairs_of_sites(steps):
    tried = qhil.sweep(steps("backend.run", "job.result", "program.publish")).points
    three = pairs(tried, budget=3)

    assert len({tuple(sorted(one.site for one in plan)) for plan in three}) == 3
    assert len(pairs(tried, budget=50)) == 50


def test_a_budget_too_small_is_refused(steps):
    tried = qhil.sweep(steps("backend.run", "job.result", "program.publish")).points

    with pytest.raises(qhil.SweepError, match="3 pairs of sites can be had, and the budget is 2"):
        pairs(tried, budget=2)


def test_another_seed_chooses_other_pairs(steps):
    tried = qhil.sweep(steps("backend.run", "job.result", "program.publish")).points

    assert pairs(tried, seed=1) != pairs(tried, seed=2)
    assert list(map(str, pairs(tried, seed=1))) == list(map(str, pairs(tried, seed=1)))


def test_what_ends_at_the_first_fault_has_no_pairs(steps):
    tried = qhil.sweep(steps("job.result")).points

    assert pairs(tried) == ()
    assert unpaired(tried, ()) == (("job.result", "job.result"),)
