"""Analysis results by plain requests."""

from __future__ import annotations

import json

import pytest

EXPERIMENTS = "/experiments/experiments"
ALL = "/experiments/analysis_results"
T1 = {
    "type": "T1", "device_name": "ibm_perth",
    "hub_id": "ibm-q", "group_id": "open", "project_id": "main",
}  # fmt: skip
SOME_UUID = "01234567-89ab-4cde-8f01-23456789abcd"


@pytest.fixture
def me(caller):
    return caller(0)


@pytest.fixture
def other(caller):
    return caller(1)


@pytest.fixture
def experiment(me):
    """``experiment(**fields)``: the uuid of a new one."""
    return lambda **fields: me("POST", EXPERIMENTS, {**T1, **fields})[1]["uuid"]


@pytest.fixture
def store(me, experiment):
    """``store(**fields)``: what the service answers to a new result, of one experiment."""
    of = experiment()

    def stored(**fields):
        status, told = me("POST", ALL, {"experiment_uuid": of, "type": "T1", **fields})
        assert status == 200, told
        return told

    return stored


def types(asks, *pairs, **query):
    """The types of those that a query finds, one letter each."""
    status, told = asks("GET", ALL, query=[*pairs, *query.items()])
    assert status == 200, told
    return "".join(one["type"][0] for one in told["analysis_results"])


def test_what_is_stored_comes_back_with_what_the_service_adds(me, experiment):
    content = {
        "experiment_uuid": experiment(),
        "uuid": SOME_UUID,
        "type": "T1Result",
        "device_components": ["Q1", "Q0"],
        "fit": {"value": {"__type__": "uncertain", "__value__": [1e-4, 2]}},
        "tags": ["x"],
        "quality": "Good",
        "verified": True,
        "chisq": 1.25,
    }
    status, told = me("POST", ALL, content)

    assert status == 200
    assert told == {
        **content,
        "device_name": "ibm_perth",
        "created_at": "2022-05-17T09:00:00.000000Z",
        "updated_at": "2022-05-17T09:00:00.000000Z",
    }
    assert me("GET", f"{ALL}/{SOME_UUID}") == (200, told)
    assert me("POST", ALL, content)[0] == 409


def test_without_more_nothing_is_known_of_a_result(store):
    told = store()

    assert (told["quality"], told["verified"], told["chisq"]) == ("No Information", False, None)
    assert (told["fit"], told["tags"], told["device_components"]) == ({}, [], [])


@pytest.mark.parametrize("chisq", ["NaN", "-Infinity", "0", "1e-05"])
def test_a_fit_that_failed_has_its_numbers(me, store, chisq):
    of = store()["experiment_uuid"]
    body = f'{{"experiment_uuid": "{of}", "type": "T1", "chisq": {chisq}}}'

    assert json.dumps(me("POST", ALL, body=body.encode())[1]["chisq"]) == chisq


@pytest.mark.parametrize(
    "changed",
    [
        {"experiment_uuid": None}, {"experiment_uuid": "1"}, {"type": None}, {"type": 7},
        {"device_components": "Q0"}, {"fit": []}, {"tags": "x"}, {"quality": "GOOD"},
        {"quality": ["Good"]}, {"verified": "true"}, {"verified": 1}, {"chisq": "1"},
        {"chisq": True}, {"uuid": "x"}, {"device_name": "ibm_perth"},
    ],
    ids=str,
)  # fmt: skip
def test_nonsense_is_refused(me, store, changed):
    of = store()["experiment_uuid"]

    assert me("POST", ALL, {"experiment_uuid": of, "type": "T1", **changed})[0] == 400
    assert types(me) == "T"


def test_a_result_is_of_an_experiment_of_the_callers(me, other, experiment):
    private, public = experiment(), experiment(visibility="public")

    assert me("POST", ALL, {"experiment_uuid": SOME_UUID, "type": "T1"})[0] == 404
    assert other("POST", ALL, {"experiment_uuid": private, "type": "T1"})[0] == 404
    assert other("POST", ALL, {"experiment_uuid": public, "type": "T1"})[0] == 403


def test_what_is_changed_is_dated_and_the_rest_stays(me, store, clock):
    before = store(tags=["x"], fit={"a": 1})
    clock.advance(60)
    changes = {"quality": "Bad", "verified": True, "chisq": 2, "fit": {"b": [None]}}
    status, told = me("PUT", f"{ALL}/{before['uuid']}", changes)

    assert status == 200
    assert told == {**before, **changes, "updated_at": "2022-05-17T09:01:00.000000Z"}
    assert me("GET", f"{ALL}/{before['uuid']}") == (200, told)
    assert me("PUT", f"{ALL}/{before['uuid']}", {"type": "T2"})[0] == 400
    assert me("PUT", f"{ALL}/{before['uuid']}", {})[0] == 200


def test_others_see_results_with_their_experiment_and_change_nothing(me, other, store):
    told = store()
    path = f"{ALL}/{told['uuid']}"

    for method in ("GET", "PUT", "DELETE"):
        assert other(method, path, {})[0] == 404
    assert types(other) == ""
    me("PUT", f"{EXPERIMENTS}/{told['experiment_uuid']}", {"visibility": "hub"})
    assert other("GET", path) == (200, told)
    assert other("PUT", path, {"verified": True})[0] == other("DELETE", path)[0] == 403
    assert types(other) == "T"


def test_what_is_deleted_is_gone_and_answered_as_json(me, store):
    path = f"{ALL}/{store()['uuid']}"

    assert me("DELETE", path) == (200, {})
    for method in ("GET", "PUT", "DELETE"):
        assert me(method, path, {})[0] == 404


@pytest.fixture
def four(me, store, experiment, clock):
    """Four results, A to D, one a minute, D of an experiment on another device."""
    elsewhere = experiment(device_name="ibm_sherbrooke")
    for fields in (
        {"type": "A1", "device_components": ["Q0"], "tags": ["x"], "quality": "Good"},
        {"type": "B1", "device_components": ["Q1", "Q0"], "tags": ["x", "y"], "verified": True},
        {"type": "C2", "device_components": ["Q2"], "quality": "Bad"},
        {"type": "D1", "experiment_uuid": elsewhere},
    ):
        store(**fields)
        clock.advance(60)
    return elsewhere


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "DCBA"),
        ({"device_name": "ibm_sherbrooke"}, "D"),
        ({"type": "A1"}, "A"),
        ({"type": "like:1"}, "DBA"),
        ({"device_components": "Q0"}, "A"),
        ({"device_components": "contains:Q0"}, "BA"),
        ({"quality": "Good"}, "A"),
        ({"quality": "in:Good,No Information"}, "DBA"),
        ({"verified": "true"}, "B"),
        ({"verified": "false"}, "DCA"),
        ({"tags": "any:x"}, "BA"),
        ({"tags": "contains:x,y"}, "B"),
        ({"sort": "created_at:asc"}, "ABCD"),
        ({"sort": "type:asc"}, "ABCD"),
        ({"sort": "device_components:desc"}, "CBAD"),
        ({"sort": "device_components:asc,type:desc"}, "DABC"),
    ],
    ids=str,
)
def test_lists_are_filtered_and_sorted(me, four, query, found):
    assert types(me, **query) == found


def test_lists_of_one_experiment_and_of_exactly_some_components(me, four):
    assert types(me, experiment_uuid=four.upper()) == "D"
    assert types(me, experiment_uuid=SOME_UUID) == ""
    assert types(me, ("device_components", "Q0"), ("device_components", "Q1")) == "B"


def test_a_list_comes_in_pages(me, four):
    first = me("GET", ALL, query={"limit": "3"})[1]
    last = me("GET", ALL, query={"limit": "3", "marker": first["marker"]})[1]

    assert [one["type"] for one in first["analysis_results"]] == ["D1", "C2", "B1"]
    assert [one["type"] for one in last["analysis_results"]] == ["A1"]
    assert "marker" not in last


@pytest.mark.parametrize(
    "query",
    [
        {"quality": "GOOD"}, {"quality": "in:"}, {"quality": "in:Good,x"}, {"verified": "yes"},
        {"tags": "x"}, {"sort": "start_time:asc"}, {"limit": "many"},
    ],
    ids=str,
)  # fmt: skip
def test_queries_that_make_no_sense_are_refused(me, query):
    assert me("GET", ALL, query=query)[0] == 400
