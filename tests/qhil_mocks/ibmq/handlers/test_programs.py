"""Runtime programs by plain requests."""

from __future__ import annotations

import base64

import pytest

from qhil_mocks.ibmq.accounts import User
from qhil_mocks.mock_ibmq import MockIBMQ

SOURCE = "def main(backend, user_messenger):\n    return 'fertig'\n"
READY_MADE = ["estimator", "sampler", "circuit-runner", "hello-world"]


def encoded(text=SOURCE):
    return base64.b64encode(text.encode()).decode()


def program(**changes):
    return {
        "name": "mine", "data": encoded(), "cost": 300, "description": "Mine.", "is_public": False,
        **changes,
    }  # fmt: skip


def uploaded(me, **changes):
    status, told = me("POST", "/runtime/programs", program(**changes))
    assert status == 201, told
    return told["id"]


def listed(me, **query):
    status, told = me("GET", "/runtime/programs", query=query)
    assert status == 200
    return [one["id"] for one in told["programs"]], told["count"]


def test_a_program_is_given_back_as_it_was_uploaded(caller):
    me = caller(0)
    spec = {"parameters": {"properties": {"n": {"type": "integer"}}}, "backend_requirements": {}}
    name = uploaded(me, spec=spec)

    status, told = me("GET", f"/runtime/programs/{name}")

    assert (status, name) == (200, "mine")
    assert told == {
        "id": "mine", "name": "mine", "description": "Mine.", "cost": 300, "is_public": False,
        "creation_date": "2022-05-17T09:00:00.000Z", "update_date": "2022-05-17T09:00:00.000Z",
        "spec": spec, "data": SOURCE,
    }  # fmt: skip


def test_lists_are_newest_first_and_count_all(caller):
    me = caller(0)
    for name in ("a", "b", "c"):
        uploaded(me, name=name)

    assert listed(me) == (["c", "b", "a", *READY_MADE], 7)
    assert listed(me, limit=2, offset=1) == (["b", "a"], 7)
    assert listed(me, limit=20, offset=7) == ([], 7)
    assert "data" not in me("GET", "/runtime/programs")[1]["programs"][0]
    assert "spec" not in me("GET", "/runtime/programs")[1]["programs"][0]


def test_one_user_does_not_see_what_another_keeps_private(caller):
    me, other = caller(0), caller(1)
    uploaded(me)

    assert listed(other) == (READY_MADE, 4)
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("PUT", "/public")):
        assert other(method, f"/runtime/programs/mine{path}", {})[0] == 404


def test_what_is_public_can_be_read_without_its_source_and_not_changed(caller):
    me, other = caller(0), caller(1)
    uploaded(me)
    assert me("PUT", "/runtime/programs/mine/public")[0] == 204

    assert listed(other) == (["mine", *READY_MADE], 5)
    assert "data" not in other("GET", "/runtime/programs/mine")[1]
    for method, path in (("PATCH", ""), ("DELETE", ""), ("PUT", "/private")):
        assert other(method, f"/runtime/programs/mine{path}", {})[0] == 403
    assert other("PUT", "/runtime/programs/mine/data", body=encoded().encode())[0] == 403
    assert other("DELETE", "/runtime/programs/hello-world")[0] == 403
    assert me("PUT", "/runtime/programs/mine/private")[0] == 204
    assert listed(other) == (READY_MADE, 4)


def test_an_id_is_the_name_or_the_name_with_a_suffix_where_that_is_taken(caller):
    me, other = caller(0), caller(1)
    uploaded(me)

    assert uploaded(other).startswith("mine-")
    assert uploaded(me, name="hello-world").startswith("hello-world-")
    assert uploaded(me, name="Über/my program?") == "-ber-my-program-"
    assert uploaded(me, name="..").startswith("..-")


def test_nobody_has_two_programs_of_one_name(caller):
    me = caller(0)
    uploaded(me)
    uploaded(me, name="other")

    status, told = me("POST", "/runtime/programs", program())

    assert (status, told["error"]["code"]) == (409, "CONFLICT")
    assert me("PATCH", "/runtime/programs/other", {"name": "mine"})[0] == 409
    assert me("PATCH", "/runtime/programs/mine", {"name": "mine"})[0] == 204


def test_all_of_a_program_can_be_changed(caller, clock):
    me = caller(0)
    uploaded(me)
    clock.advance(60)
    changes = {"name": "new", "description": "New.", "cost": 2.5, "spec": {"return_values": {}}}
    assert me("PATCH", "/runtime/programs/mine", changes)[0] == 204
    assert me("PUT", "/runtime/programs/mine/data", body=encoded("# ü").encode())[0] == 204

    _, told = me("GET", "/runtime/programs/mine")

    assert {key: told[key] for key in changes} == changes
    assert told["data"] == "# ü"
    assert told["creation_date"] == "2022-05-17T09:00:00.000Z"
    assert told["update_date"] == "2022-05-17T09:01:00.000Z"


def test_what_is_deleted_is_gone_and_its_id_is_free(caller):
    me = caller(0)
    uploaded(me)
    assert me("DELETE", "/runtime/programs/mine")[0] == 204

    assert me("DELETE", "/runtime/programs/mine")[0] == 404
    assert me("GET", "/runtime/programs/mine")[0] == 404
    assert uploaded(me) == "mine"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", None), ("name", 7), ("name", "\ud800"), ("description", []),
        ("cost", 0), ("cost", True), ("cost", "300"), ("cost", 1e9), ("cost", float("nan")),
        ("data", "no base64!"), ("data", ""), ("data", "/w=="), ("data", "ü"), ("data", None),
        ("is_public", "yes"), ("spec", []), ("spec", {"parameters": []}),
        ("spec", {"parameters": {"type": "intger"}}),
        ("spec", {"parameters": {"$ref": "https://example.com/schema"}}),
        ("spec", {"more": float("inf")}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(caller, field, value):
    status, told = caller(0)("POST", "/runtime/programs", program(**{field: value}))

    assert (status, told["error"]["code"]) == (400, "BAD_REQUEST")


def test_no_update_that_makes_no_sense_either(caller):
    me = caller(0)
    uploaded(me)

    assert me("PATCH", "/runtime/programs/mine", {"is_public": True})[0] == 400
    assert me("PATCH", "/runtime/programs/mine", {"cost": -1})[0] == 400
    assert me("PUT", "/runtime/programs/mine/data", body=b"\xff")[0] == 400
    assert me("GET", "/runtime/programs", query={"limit": "-1"})[0] == 400
    assert me("GET", "/runtime/programs", query={"offset": "x"})[0] == 400


def test_not_everybody_may_upload(asks):
    mock = MockIBMQ(seed=7, devices=["ibm_perth"], users=[User("u", "t" * 128, may_upload=False)])

    status, _ = asks(mock, 0)("POST", "/runtime/programs", program())

    assert status == 403


@pytest.mark.requires("faker")
def test_where_the_runtime_is_and_that_it_forgets_nobody(caller):
    me = caller(0)

    assert "runtime" in me("GET", "/api/users/me")[1]["urls"]["services"]
    assert me("POST", "/runtime/logout")[0] == 204
    assert caller()("GET", "/runtime/programs")[0] == 401
