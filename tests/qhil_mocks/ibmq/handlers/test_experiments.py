"""Experiments by plain requests."""

from __future__ import annotations

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qhil_mocks.clock import ManualClock
from qhil_mocks.mock_ibmq import MockIBMQ
from qhil_mocks.rest import Request

ALL = "/experiments/experiments"
OPEN = {"hub_id": "ibm-q", "group_id": "open", "project_id": "main"}
PREMIUM = {"hub_id": "ibm-q-lab", "group_id": "research", "project_id": "premium"}
T1 = {"type": "T1", "device_name": "ibm_perth", **OPEN}
SOME_UUID = "01234567-89ab-4cde-8f01-23456789abcd"


@pytest.fixture
def me(caller):
    """The second user, who has three projects."""
    return caller(1)


@pytest.fixture
def other(caller):
    """The first user, who has the open project alone."""
    return caller(0)


def store(asks, **fields):
    status, told = asks("POST", ALL, {**T1, **fields})
    assert status == 200, told
    return told["uuid"]


def notes(asks, *pairs, **query):
    """The notes of those that a query finds."""
    status, told = asks("GET", ALL, query=[*pairs, *query.items()])
    assert status == 200, told
    assert "marker" not in told
    return "".join(one["notes"] for one in told["experiments"])


def test_what_is_stored_comes_back_with_what_the_service_adds(me, mock):
    content = {
        **T1,
        "uuid": SOME_UUID,
        "extra": {"b": [1, {"__type__": "complex", "__value__": [0.1, None]}], "a": "ü"},
        "jobs": ["j1", "j2"],
        "tags": ["x"],
        "notes": "é",
        "visibility": "group",
        "start_time": "2022-05-16T12:00:00.123456Z",
    }
    status, told = me("POST", ALL, content)

    assert status == 200
    assert told == {
        **content,
        "parent_experiment_uuid": None,
        "plot_names": [],
        "owner": mock.users[1].id,
        "created_at": "2022-05-17T09:00:00.000000Z",
        "updated_at": "2022-05-17T09:00:00.000000Z",
        "end_time": None,
    }
    assert me("GET", f"{ALL}/{SOME_UUID}") == (200, told)
    assert list(told["extra"]) == ["b", "a"]


def test_without_more_an_experiment_is_private_and_starts_now(me):
    told = me("GET", f"{ALL}/{store(me)}")[1]

    assert uuid.UUID(told["uuid"]).version == 4
    assert told["visibility"] == "private"
    assert told["start_time"] == told["created_at"]
    assert (told["extra"], told["jobs"], told["tags"], told["notes"]) == ({}, [], [], "")


def test_extra_is_kept_to_the_letter_also_where_it_is_no_json(me):
    text = '{"nan": NaN, "inf": [-Infinity], "big": 1234567890123456789012345678901234567890}'
    body = json.dumps(T1)[:-1] + f', "extra": {text}}}'
    uuid = me("POST", ALL, body=body.encode())[1]["uuid"]
    answer = me.ask("GET", f"{ALL}/{uuid}")

    assert f'"extra":{text}'.encode() in answer.content


def test_one_seed_gives_the_same_ids(me, asks):
    again = MockIBMQ(seed=7, devices=["ibm_perth"], clock=ManualClock())
    mine = [store(me), store(me)]
    theirs = asks(
        again, 1
    )  # from now on what is asked in this process with the same token goes there

    assert [store(theirs), store(theirs)] == mine


def test_a_uuid_is_taken_once_whoever_took_it(me, other):
    store(me, uuid=SOME_UUID)

    for asks in (me, other):
        assert asks("POST", ALL, {**T1, "uuid": SOME_UUID.upper()})[0] == 409
    assert me("GET", f"{ALL}/{SOME_UUID.upper()}")[0] == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"type": None}, {"type": 7}, {"type": "\ud800"}, {"device_name": "ibmqx2"}, {"hub_id": None},
        {"uuid": "1"}, {"uuid": f"{{{SOME_UUID}}}"}, {"uuid": 7}, {"parent_experiment_uuid": "1"},
        {"jobs": "j"}, {"jobs": [7]}, {"tags": {"a": 1}}, {"tags": ["\udfff"]}, {"notes": []},
        {"extra": []}, {"extra": "{}"}, {"visibility": "all"}, {"visibility": ["public"]},
        {"start_time": "yesterday"}, {"start_time": 7}, {"owner": "me"}, {"\ud800": 1},
        {"uuid": SOME_UUID, "parent_experiment_uuid": SOME_UUID},
    ],
    ids=lambda changed: json.dumps(changed)[:40],
)  # fmt: skip
def test_nonsense_is_refused(me, changed):
    status, told = me("POST", ALL, {**T1, **changed})

    assert status == 400, told
    assert me("GET", ALL)[1] == {"experiments": []}


@pytest.mark.parametrize("depth", [400, 900, 990, 3000, 100_000])
def test_what_is_nested_deep_is_kept_or_refused_and_harms_nobody(me, other, depth):
    nested = b'{"a":' * depth + b"1" + b"}" * depth
    body = json.dumps({**T1, "visibility": "public"}).encode()[:-1] + b', "extra": ' + nested + b"}"

    assert me("POST", ALL, body=body)[0] in (200, 400)
    assert other("GET", ALL)[0] == 200


def test_experiments_are_stored_in_the_callers_own_projects(other):
    assert other("POST", ALL, {**T1, **PREMIUM})[0] == 403
    assert other("POST", ALL, {**T1, "hub_id": PREMIUM["hub_id"]})[0] == 403


def test_a_child_has_a_parent_that_is_there_on_its_device(me, other):
    parent = store(me, notes="p")
    store(me, notes="c", parent_experiment_uuid=parent.upper())

    assert notes(me, parent_experiment_uuid=parent) == "c"
    assert notes(me, parent_experiment_uuid="1") == ""
    elsewhere = {**T1, "device_name": "ibm_sherbrooke", "parent_experiment_uuid": parent}
    assert me("POST", ALL, elsewhere)[0] == 400
    assert me("POST", ALL, {**T1, "parent_experiment_uuid": SOME_UUID})[0] == 404
    assert other("POST", ALL, {**T1, "parent_experiment_uuid": parent})[0] == 404


def test_what_is_changed_is_dated_and_the_rest_stays(me, clock):
    uuid = store(me, tags=["a"], notes="n", extra={"a": 1})
    clock.advance(60)
    changes = {
        "extra": {"b": 2},
        "jobs": ["j"],
        "visibility": "public",
        "end_time": "2022-05-17T10:00:00.000001Z",
        "tags": None,
    }
    status, told = me("PUT", f"{ALL}/{uuid}", changes)

    assert status == 200
    assert {name: told[name] for name in changes if name != "tags"} == {
        name: value for name, value in changes.items() if name != "tags"
    }
    assert (told["tags"], told["notes"]) == (["a"], "n")
    assert told["created_at"] == "2022-05-17T09:00:00.000000Z"
    assert told["updated_at"] == "2022-05-17T09:01:00.000000Z"
    assert me("GET", f"{ALL}/{uuid}") == (200, told)


@pytest.mark.parametrize(
    "changes", [{"type": "T2"}, {"uuid": SOME_UUID}, {"tags": 7}, {"owner": "x"}]
)
def test_the_rest_cannot_be_changed(me, changes):
    assert me("PUT", f"{ALL}/{store(me)}", changes)[0] == 400


def test_others_see_what_is_shared_and_change_nothing(me, other):
    mine = {
        visibility: store(me, visibility=visibility, notes=visibility[0:2])
        for visibility in ("private", "project", "group", "hub", "public")
    }
    premium = store(me, visibility="hub", **PREMIUM)

    assert notes(other) == "puhugrpr"
    for hidden in (mine["private"], premium, SOME_UUID, "x"):
        for method in ("GET", "PUT", "DELETE"):
            assert other(method, f"{ALL}/{hidden}", {})[0] == 404
    for visibility in ("project", "group", "hub", "public"):
        path = f"{ALL}/{mine[visibility]}"
        assert other("GET", path)[0] == 200
        assert other("PUT", path, {"notes": "x"})[0] == 403
        assert other("DELETE", path)[0] == 403
    assert len(me("GET", ALL)[1]["experiments"]) == 6


def test_without_an_access_token_there_is_nothing(caller, me):
    uuid = store(me, visibility="public")

    for method, path in (("GET", ALL), ("POST", ALL), ("GET", f"{ALL}/{uuid}")):
        assert caller()(method, path, {})[0] == 401


def test_what_is_deleted_is_gone_and_answered_as_json(me):
    uuid = store(me)
    result = me("POST", "/experiments/analysis_results", {"experiment_uuid": uuid, "type": "T1"})[1]

    assert me("DELETE", f"{ALL}/{uuid}") == (200, {})
    assert me("DELETE", f"{ALL}/{uuid}")[0] == 404
    assert me("GET", f"{ALL}/{uuid}")[0] == 404
    assert me("GET", f"/experiments/analysis_results/{result['uuid']}")[0] == 404
    assert me("GET", "/experiments/analysis_results")[1] == {"analysis_results": []}


@pytest.fixture
def five(me, clock):
    """Five experiments of the second user, a to e, one a minute."""
    for number, one in enumerate(
        (
            {"tags": ["x"], "type": "T1"},
            {"tags": ["x", "y"], "type": "T2Ramsey"},
            {"tags": ["y", "x y"], "type": "RB", "device_name": "ibm_sherbrooke"},
            {"visibility": "public", **PREMIUM},
            {"type": "RB", "start_time": "2022-05-16T00:00:00Z"},
        )
    ):
        store(me, notes="abcde"[number], **one)
        clock.advance(60)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "dcbae"),
        ({"device_name": "ibm_sherbrooke"}, "c"),
        ({"device_name": "ibm"}, ""),
        ({"type": "T1"}, "da"),
        ({"type": "like:T"}, "dba"),
        ({"type": "like:Ram"}, "b"),
        ({"type": "T"}, ""),
        ({"tags": "any:x,z"}, "ba"),
        ({"tags": "contains:x,y"}, "b"),
        ({"tags": "any:x y"}, "c"),
        ({"hub_id": "ibm-q"}, "cbae"),
        ({"hub_id": "ibm-q-lab", "group_id": "research", "project_id": "premium"}, "d"),
        ({"hub_id": "ibm-q-lab", "project_id": "private"}, ""),
        ({"visibility": "public"}, "d"),
        ({"visibility": "!public"}, "cbae"),
        ({"owner": "me"}, "dcbae"),
        ({"owner": "!me"}, ""),
        ({"start_time": "ge:2022-05-17T09:02:00Z"}, "dc"),
        ({"start_time": "le:2022-05-17T11:00:00+02:00"}, "ae"),
        ({"sort": "start_time:asc"}, "eabcd"),
        ({"sort": "type:asc"}, "cedab"),
        ({"sort": "type:desc,start_time:asc"}, "badec"),
        ({"type": "RB", "tags": "any:y", "unknown": "ignored"}, "c"),
    ],
    ids=str,
)
def test_lists_are_filtered_and_sorted(me, five, query, found):
    assert notes(me, **query) == found


def test_dates_bound_on_both_sides(me, five):
    bounds = [("start_time", f"{at}:2022-05-17T09:0{n}:00Z") for at, n in (("ge", 1), ("le", 2))]

    assert notes(me, *bounds) == "cb"


def test_somebody_else_finds_what_is_public(other, five):
    assert notes(other, owner="!me") == "d"
    assert notes(other, owner="me") == ""


def test_an_experiment_is_on_the_components_of_one_of_its_results(me):
    for name, components in (("a", ["Q0"]), ("b", ["Q0", "Q1"]), ("c", ["Q1", "Q2"])):
        uuid = store(me, notes=name)
        for on in (components, ["Q6"]):
            me(
                "POST",
                "/experiments/analysis_results",
                {"experiment_uuid": uuid, "type": "T1", "device_components": on},
            )
    store(me, notes="d")

    def on(*names):
        return notes(me, *(("device_components", name) for name in names))

    assert on("Q0") == "a"
    assert on("Q1", "Q0") == "b"
    assert on("contains:Q1") == "cb"
    assert on("contains:Q0,Q1") == "b"
    assert on("contains:Q6") == "cba"
    assert on("Q0", "Q6") == ""


@pytest.mark.parametrize(
    "query",
    [
        {"tags": "x"}, {"tags": "all:x"}, {"start_time": "2022-05-17"}, {"start_time": "ge:now"},
        {"start_time": "gt:2022-05-17"}, {"visibility": "all"}, {"visibility": "!!public"},
        {"owner": "you"}, {"owner": ""}, {"limit": "0"}, {"sort": "created_at:asc"}, {"marker": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_queries_that_make_no_sense_are_refused(me, query):
    assert me("GET", ALL, query=query)[0] == 400


def test_a_list_comes_in_pages(me, five):
    found, marker = [], None
    for length in (2, 2, 1):
        query = {"limit": "2", **({"marker": marker} if marker else {})}
        told = me("GET", ALL, query=query)[1]
        assert len(told["experiments"]) == length
        found += [one["notes"] for one in told["experiments"]]
        marker = told.get("marker")

    assert marker is None
    assert found == list("dcbae")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)


@given(name=st.sampled_from([*T1, "uuid", "extra", "jobs", "tags", "visibility"]), value=JSON)
def test_one_wrong_field_is_refused_or_kept_and_never_an_error_in_the_service(name, value):
    mock = MockIBMQ(seed=7, devices=["ibm_perth"], clock=ManualClock())
    state = mock._service.state
    token = state.access.log_in(mock.token, state.clock.now()).access_token
    headers = {"x-access-token": token}
    body = json.dumps({**T1, name: value}).encode()
    answer = mock._service.answer(Request("POST", ALL, (), headers, body))
    listed = mock._service.answer(Request("GET", ALL, (), headers))

    assert answer.status in (200, 400, 403)
    assert listed.status == 200
    found = json.loads(listed.body)["experiments"]
    assert len(found) == (answer.status == 200)
    if found and value is not None and name != "uuid":
        assert json.dumps(found[0][name]) == json.dumps(value)
