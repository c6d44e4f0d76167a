"""Which route a request takes, and what is told when there is none."""

from __future__ import annotations

import pytest

from qhil_mocks.errors import NoRouteError
from qhil_mocks.rest import Route, Router

ROUTER = Router(
    [
        Route("GET", "/Jobs/{id}/v/1", "job", len),
        Route("GET", "/Jobs/status/v/1", "statuses", len),
        Route("PUT", "/Jobs/{id}", "update", len),
    ]
)


def test_a_literal_part_goes_before_a_name():
    assert ROUTER.find("GET", "/Jobs/status/v/1")[0].operation == "statuses"
    route, named = ROUTER.find("GET", "/Jobs/17/v/1")
    assert (route.operation, named) == ("job", {"id": "17"})


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/Jobs/17"), ("PUT", "/Jobs/"), ("PUT", "Jobs/1"), ("PUT", "/Jobs/1/2")],
)
def test_no_route_is_an_error_that_lists_the_nearest(method, path):
    with pytest.raises(NoRouteError, match=r"(?s)nearest:.*PUT /Jobs/\{id\}"):
        ROUTER.find(method, path)
