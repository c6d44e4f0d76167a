"""Version, login and projects, by plain requests."""

from __future__ import annotations

import pytest

from qhil_mocks.ibmq.access import LIFETIME
from qhil_mocks.ibmq.accounts import User
from qhil_mocks.mock_ibmq import MockIBMQ


def test_the_version_is_told_to_anybody(caller):
    status, told = caller()("GET", "/api/version")

    assert status == 200
    assert told["new_api"] is True
    assert "api-auth" in told


@pytest.mark.requires("faker")
def test_who_logs_in_is_told_who_that_is_and_where_the_services_are(caller):
    me = caller(0)
    status, told = me("GET", "/api/users/me")

    assert status == 200
    assert told["urls"]["http"] == me.url_of("/api")
    assert "@example." in told["email"]


def test_one_user_has_the_open_project_the_other_two_more(caller):
    _, alone = caller(0)("GET", "/api/Network")
    _, more = caller(1)("GET", "/api/Network")

    assert [hub["name"] for hub in alone] == ["ibm-q"]
    assert alone[0]["groups"]["open"]["projects"]["main"]["isDefault"] is True
    assert [hub["name"] for hub in more] == ["ibm-q", "ibm-q-lab"]
    assert set(more[1]["groups"]["research"]["projects"]) == {"premium", "private"}


@pytest.mark.parametrize("content", [{"apiToken": "wrong"}, {"apiToken": ""}])
def test_a_wrong_token_is_refused(caller, content):
    status, told = caller()("POST", "/api/users/loginWithToken", content)

    assert status == 401
    assert told["error"]["message"] == "Login failed."


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"apiToken": 7}', b"\xff", b"[" * 100_000])
def test_nonsense_is_refused(caller, body):
    status, told = caller()("POST", "/api/users/loginWithToken", body=body)

    assert status == 400
    assert told["error"]["code"] == "BAD_REQUEST"


def test_all_else_needs_an_access_token_that_is_good_for_a_while(caller, clock):
    assert caller()("GET", "/api/Network")[0] == 401
    me = caller(0)
    clock.advance(LIFETIME.total_seconds() - 1)
    assert me("GET", "/api/Network")[0] == 200
    clock.advance(1)

    status, told = me("GET", "/api/Network")

    assert status == 401
    assert told["error"]["name"] == "UnauthorizedError"


def test_a_revoked_licence_has_its_own_name(asks):
    mock = MockIBMQ(seed=7, devices=[], users=[User("u", "token", licensed=False)])

    status, told = asks(mock)("POST", "/api/users/loginWithToken", {"apiToken": "token"})

    assert (status, told["error"]["name"]) == (401, "ACCEPT_LICENSE_REQUIRED")


def test_no_token_is_kept_or_shown_in_clear(mock, caller):
    me = caller(0)

    shown = f"{mock.users} {vars(mock._service.state.access)}"

    assert mock.token not in shown
    assert me.access_token not in shown
