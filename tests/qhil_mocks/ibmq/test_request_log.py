"""What is kept of requests, and logged."""

from __future__ import annotations

import logging

import pytest

from qhil_mocks.errors import NoRouteError
from qhil_mocks.ibmq.request_log import KEPT, Asked, RequestLog
from qhil_mocks.rest import Request


def test_the_newest_are_kept(clock):
    log = RequestLog()
    for status in range(KEPT + 5):
        log.add(Asked(clock.now(), "GET", "/api/version", "version", status))

    assert [asked.status for asked in log.newest()] == list(range(5, KEPT + 5))


def test_each_request_is_a_line(mock, caplog):
    service = mock._service
    with caplog.at_level(logging.INFO, "qhil_mocks.ibmq.request_log"):
        service.answer(Request("GET", "/api/version", (("access_token", "secret"),)))
        service.channel(Request("WEBSOCKET", "/websocket/jobs/0/status/v/1"))
        with pytest.raises(NoRouteError):
            service.answer(Request("GET", "/secret"))

    assert [record.getMessage() for record in caplog.records] == [
        "GET /api/version version 200",
        "WEBSOCKET /websocket/jobs/{job}/status/v/1 job_status_channel 101",
        "GET (no such route) - 404",
    ]


def test_a_mistake_of_ours_is_noted(mock, monkeypatch):
    service = mock._service

    def fails(*_):
        raise RuntimeError("ours")

    monkeypatch.setattr(service, "settle", fails)
    with pytest.raises(RuntimeError):
        service.answer(Request("GET", "/api/version"))

    assert [asked.status for asked in service.requests.newest()] == [500]
