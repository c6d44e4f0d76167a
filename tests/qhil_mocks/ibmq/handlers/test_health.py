"""Whether it is there, by a plain request."""

from __future__ import annotations

import qhil


def test_anybody_may_ask_whether_it_answers(caller):
    status, told = caller()("GET", "/health")

    assert status == 200
    assert told == {
        "status": "ok",
        "service": "ibmq",
        "version": qhil.__version__,
        "clock": "manual",
        "devices": 2,
    }
