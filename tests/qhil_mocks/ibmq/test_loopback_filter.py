"""The query language, over plain items."""

from __future__ import annotations

import pytest

from qhil_mocks.ibmq.loopback_filter import PAGE, matches, select
from qhil_mocks.ibmq.service_error import ServiceError

ITEM = {
    "id": "a1",
    "creationDate": "2022-05-17T09:00:00.000Z",
    "backend": {"name": "ibm_perth"},
    "tags": ["one", "two"],
    "name": "a GHZ state",
    "shots": 100,
}


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"id": "a1", "backend.name": "ibm_perth"},
        {"tags": "two"},
        {"tags": {"inq": ["three", "one"]}},
        {"name": {"regexp": "GHZ"}},
        {"id": {"nin": ["b"], "neq": "c"}},
        {"creationDate": "2022-05-17T11:00:00+02:00"},
        {
            "creationDate": {
                "lte": "2022-05-17T09:00:00+00:00",
                "gte": "2022-05-17T09:00:00.000000Z",
            }
        },
        {"creationDate": {"between": ["2022-05-17T09:00:00.000Z", "2022-05-18T00:00:00Z"]}},
        {"shots": {"gt": 99, "lt": 100.5}},
        {"and": [{"tags": "one"}, {"tags": "two"}]},
        {"or": [{"tags": "three"}, {"id": "a1"}]},
        {"experimentTag": None},
    ],
)
def test_what_fits(where):
    assert matches(ITEM, where)


@pytest.mark.parametrize(
    "where",
    [
        {"id": "b"},
        {"backend.name.deeper": "x"},
        {"tags": "three"},
        {"name": {"regexp": "^GHZ"}},
        {"shots": {"regexp": "1"}},
        {"id": {"neq": "a1"}},
        {"creationDate": {"lt": "2022-05-17T09:00:00Z"}},
        {"shots": {"gt": "99"}},
        {"and": [{"tags": "one"}, {"tags": "three"}]},
        {"or": []},
        {"experimentTag": {"gte": "a"}},
    ],
)
def test_what_does_not_fit(where):
    assert not matches(ITEM, where)


@pytest.mark.parametrize(
    "asked",
    [
        {"where": [1]},
        {"where": {"and": {}}},
        {"where": {"id": {"near": 1}}},
        {"where": {"id": {"inq": "a"}}},
        {"where": {"id": {"between": [1]}}},
        {"where": {"id": {"regexp": "("}}},
        {"where": {"id": {"regexp": 1}}},
        {"order": "id UP"},
        {"order": 1},
        {"limit": -1},
        {"skip": "1"},
    ],
)
def test_nonsense_is_refused_in_the_services_way(asked):
    with pytest.raises(ServiceError) as caught:
        select([ITEM], asked)

    assert caught.value.status == 400


def test_order_skip_and_limit():
    items = [{"id": str(number), "n": number % 3} for number in range(9)]

    found = select(items, {"order": ["n DESC", "id ASC"], "skip": 1, "limit": 3})

    assert [item["id"] for item in found] == ["5", "8", "1"]


def test_a_page_has_an_end():
    items = [{"id": number} for number in range(PAGE + 5)]

    assert len(select(items, {})) == len(select(items, {"limit": 1000})) == PAGE
