"""The server: what it says beside the service's own answers, its addresses, its end."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest

from qhil_mocks.doors import asgi
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("uvicorn", "websockets", "responses")


@pytest.fixture
def requests(requires):
    requires("requests")
    import requests

    return requests


@pytest.fixture
def server(mock):
    with mock.server() as running:
        yield running


def test_it_listens_on_loopback_alone(server):
    assert server.url == f"http://127.0.0.1:{server.port}"


def test_an_address_it_does_not_have_is_answered_with_the_nearest(requests, server):
    answer = requests.get(f"{server.url}/api/versions")

    assert answer.status_code == 404
    assert "GET /api/version" in answer.json()["error"]["message"]
    assert answer.json()["error"]["code"] == "NO_ROUTE"


@pytest.mark.parametrize("path", ["/", "/api/../../etc/passwd", "/%00", "/api/%2e%2e/users/me"])
def test_paths_lead_nowhere_else(requests, server, path):
    answer = requests.get(server.url + path)

    assert answer.status_code in (401, 404)
    assert answer.json()["error"]["message"]


def test_a_body_that_is_too_large_is_refused(requests, server, monkeypatch):
    monkeypatch.setattr(asgi, "LARGEST_BODY", 1000)
    answer = requests.post(f"{server.url}/api/users/loginWithToken", data=b" " * 5000)

    assert answer.status_code == 413
    assert answer.json()["error"]["message"] == "a body has 1000 bytes at most"
    assert requests.get(f"{server.url}/api/version").status_code == 200


def test_what_is_no_http_ends_its_connection_alone(requests, server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as raw:
        raw.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        while raw.recv(1000):
            pass

    assert requests.get(f"{server.url}/api/version").status_code == 200


def test_a_mistake_of_ours_is_logged_and_told(requests, server, mock, monkeypatch, caplog):
    def fails(*_):
        raise RuntimeError("ours")

    monkeypatch.setattr(type(mock._service), "settle", fails)
    answer = requests.get(f"{server.url}/api/version")

    assert answer.status_code == 500
    assert "GET /api/version failed" in caplog.text


def test_a_port_that_is_taken_is_refused_at_once(server, mock):
    with pytest.raises(OSError, match="in use"):
        mock.server(port=server.port)


def test_nothing_is_left_of_it(mock):
    threads = set(threading.enumerate())
    with mock.server() as server:
        port = server.port

    assert set(threading.enumerate()) == threads
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_it_is_served_again_with_its_state(mock, requests):
    def logs_in():
        with mock.server() as server:
            login = f"{server.url}/api/users/loginWithToken"
            return requests.post(login, json={"apiToken": mock.token}).json()["id"]

    assert logs_in() != logs_in()  # the first and the second login of one service


def test_what_fails_before_it_answers_is_told(mock, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("no background")

    monkeypatch.setattr(type(mock._service), "in_background", fails)
    with pytest.raises(RuntimeError, match="no background"), mock.server():
        pass


def test_by_tls_who_trusts_the_authority_is_answered(mock, requests, tmp_path):
    with mock.server(tls=tmp_path / "tls") as server:
        assert server.url == f"https://127.0.0.1:{server.port}"
        trusted = str(tmp_path / "tls" / "authority.pem")
        assert requests.get(f"{server.url}/api/version", verify=trusted).status_code == 200
        by_name = f"https://localhost:{server.port}/api/version"
        assert requests.get(by_name, verify=trusted).status_code == 200
        with pytest.raises(OSError, match="certificate verify failed"):
            requests.get(f"{server.url}/api/version", verify=True)


def test_the_authority_is_kept_and_its_keys_are_for_the_owner(mock, tmp_path):
    with mock.server(tls=tmp_path):
        first = (tmp_path / "authority.pem").read_text()
    again = MockIBMQ(seed=7, devices=[])
    with again.server(tls=tmp_path):
        assert (tmp_path / "authority.pem").read_text() == first

    assert {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()} == {
        "authority.key.pem": "0o600",
        "authority.pem": oct((tmp_path / "authority.pem").stat().st_mode & 0o777),
        "server.pem": "0o600",
    }
    ssl.create_default_context(cafile=str(tmp_path / "authority.pem"))


def test_the_address_of_a_wildcard_is_one_that_can_be_asked(mock):
    server = mock.server(host="0.0.0.0")

    assert server.url == f"http://localhost:{server.port}"
    server.release()
