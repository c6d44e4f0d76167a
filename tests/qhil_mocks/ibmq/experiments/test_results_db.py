"""The three stores together: what belongs to whom, what outlasts a restart, what goes with what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.ibmq.accounts import OPEN, PREMIUM, Project, User
from qhil_mocks.ibmq.experiments import AnalysisResult, Experiment, ResultsDB
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.identities import Identities

NOW = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
OWNER = User("owner", "-", (OPEN, PREMIUM))


@pytest.fixture
def db(shelves):
    return ResultsDB(shelves, Identities(7))


def experiment(db, *, uuid=None, **fields):
    place = dict(zip(("hub", "group", "project"), PREMIUM.key))

    def made(stamp):
        return Experiment(
            **{
                **vars(stamp), **place, "updated": stamp.created, "start": stamp.created,
                "owner": OWNER.id, "type": "T1", "device": "ibm_perth", **fields,
            }
        )  # fmt: skip

    return db.experiments.add(NOW, uuid, made)


def result(db, of, **fields):
    def made(stamp):
        return AnalysisResult(
            **vars(stamp), updated=stamp.created, experiment=of.uuid, type="T1", **fields
        )

    return db.results.add(NOW, None, made)


def status(function, *arguments):
    with pytest.raises(ServiceError) as caught:
        function(*arguments)
    return caught.value.status


SEEN_BY = {
    "owner": User("owner", "-", ()),
    "project": User("other", "-", (OPEN, PREMIUM)),
    "group": User("other", "-", (Project(PREMIUM.hub, PREMIUM.group, "another"),)),
    "hub": User("other", "-", (Project(PREMIUM.hub, "another", PREMIUM.name),)),
    "nobody": User("other", "-", (Project("another", PREMIUM.group, PREMIUM.name), OPEN)),
}


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        ("private", {"owner"}),
        ("project", {"owner", "project"}),
        ("group", {"owner", "project", "group"}),
        ("hub", {"owner", "project", "group", "hub"}),
        ("public", set(SEEN_BY)),
    ],
)
def test_who_sees_an_experiment_and_its_results(db, visibility, seen):
    shared = experiment(db, visibility=visibility)
    found = result(db, shared)

    for who, user in SEEN_BY.items():
        assert shared.visible_to(user) == (who in seen), who
        if who in seen:
            assert db.seen_result(found.uuid, user) == found
        else:
            assert status(db.seen, shared.uuid, user) == 404
            assert status(db.seen_result, found.uuid, user) == 404


def test_whoever_sees_it_only_the_owner_changes_it(db):
    shared = experiment(db, visibility="public")
    found = result(db, shared)

    assert db.owned(shared.uuid, OWNER) == shared
    assert db.owned_result(found.uuid, OWNER) == found
    assert status(db.owned, shared.uuid, SEEN_BY["project"]) == 403
    assert status(db.owned_result, found.uuid, SEEN_BY["project"]) == 403
    assert status(db.owned, experiment(db).uuid, SEEN_BY["project"]) == 404


def test_all_is_there_after_a_restart(db, shelves):
    one = experiment(
        db,
        visibility="hub",
        end=NOW + timedelta(microseconds=1),
        tags=("a", "b"),
        extra='{"x": NaN, "big": 123456789012345678901234567890}',
    )
    found = result(db, one, chisq="NaN", components=("Q0", "Q1"), verified=True)
    db.plots.add(one.uuid, "a.svg", b"\x00\xff")
    db.plots.add(one.uuid, "b.svg", b"")

    again = ResultsDB(shelves, Identities(7))

    assert again.experiments.all() == [one]
    assert again.results.all() == [found]
    assert again.plots.names(one.uuid) == ("a.svg", "b.svg")
    assert again.plots.get(one.uuid, "a.svg") == b"\x00\xff"


def test_ids_and_dates_go_on_after_a_restart(db, shelves):
    before = experiment(db)
    again = ResultsDB(shelves, Identities(7))
    after = experiment(again)

    assert after.uuid != before.uuid
    assert after.created > before.created
    assert after.number == before.number + 1


def test_ids_are_those_of_the_seed_and_avoid_what_is_taken(db, shelves):
    drawn = experiment(ResultsDB(type(shelves)(), Identities(7))).uuid

    assert experiment(db, uuid=drawn).uuid == drawn
    assert experiment(db).uuid != drawn
    assert experiment(ResultsDB(type(shelves)(), Identities(8))).uuid != drawn


def test_what_comes_at_once_is_told_apart(db):
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: experiment(db), range(200)))

    for name in ("uuid", "number", "created"):
        assert len({getattr(one, name) for one in made}) == 200
    assert [one.number for one in db.experiments.all()] == list(range(200))


def test_a_uuid_is_used_once(db):
    one = experiment(db)

    assert status(lambda: experiment(db, uuid=one.uuid)) == 409
    assert db.experiments.get(one.uuid.upper()) == one


def test_what_is_changed_is_changed_on_the_shelf_and_dated(db, shelves):
    one = experiment(db)
    db.experiments.change(one.uuid, NOW + timedelta(hours=1), notes="x")
    changed = db.experiments.change(one.uuid, NOW, tags=("t",))

    assert (changed.notes, changed.tags) == ("x", ("t",))
    assert changed.updated == NOW + timedelta(hours=1)
    assert ResultsDB(shelves, Identities(7)).experiments.get(one.uuid) == changed


def test_an_experiment_goes_with_all_that_belongs_to_it_and_nothing_else(db, shelves):
    one, other = experiment(db), experiment(db)
    child = experiment(db, parent=one.uuid)
    for each in (one, other):
        result(db, each)
        db.plots.add(each.uuid, "a.svg", b"a")

    db.delete(one.uuid, OWNER)

    for now in (db, ResultsDB(shelves, Identities(7))):
        assert now.experiments.all() == [other, child]
        assert [left.experiment for left in now.results.all()] == [other.uuid]
        assert now.plots.names(one.uuid) == ()
        assert now.plots.names(other.uuid) == ("a.svg",)
    assert status(db.delete, one.uuid, OWNER) == 404


def test_a_deletion_is_kept_all_or_not_at_all(db, shelves, monkeypatch):
    one = experiment(db)
    result(db, one)
    depths = []
    shelf = shelves.all["analysis_results"]
    drop = shelf.drop
    monkeypatch.setattr(shelf, "drop", lambda key: (depths.append(shelves.depth), drop(key)))

    db.delete(one.uuid, OWNER)

    assert depths == [1]
    assert shelves.depth == 0


def test_plots_have_names_of_their_own(db):
    one = experiment(db)
    db.plots.add(one.uuid, "a.svg", b"1")

    assert status(db.plots.add, one.uuid, "a.svg", b"2") == 409
    db.plots.replace(one.uuid, "a.svg", b"2")
    assert db.plots.get(one.uuid, "a.svg") == b"2"
    db.plots.delete(one.uuid, "a.svg")
    for gone in (db.plots.get, db.plots.delete):
        assert status(gone, one.uuid, "a.svg") == 404
    assert status(db.plots.replace, one.uuid, "a.svg", b"") == 404
