"""Pages: whatever the limit and the order, each item comes exactly once."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qhil_mocks.ibmq.experiments import AnalysisResult
from qhil_mocks.ibmq.experiments.entry import as_uuid
from qhil_mocks.ibmq.experiments.pages import PAGE, Order
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.identities import Identities
from qhil_mocks.rest import Request

START = datetime(2022, 5, 17, tzinfo=timezone.utc)
KEYS = {"created_at": lambda one: one.created.isoformat(), "type": lambda one: one.type}
SORTS = [
    None, "created_at:asc", "created_at:desc", "type:asc", "type:desc",
    "type:asc,created_at:asc", "type:desc,created_at:asc",
]  # fmt: skip


def item(number, minute=0, kind="T1"):
    when = START + timedelta(minutes=minute)
    uuid = as_uuid(Identities(7).text(number, digits=32))
    return AnalysisResult(uuid, number, when, when, experiment="-", type=kind)


def page(items, **query):
    asked = tuple((name, str(value)) for name, value in query.items() if value is not None)
    order = Order(Request("GET", "/", asked), KEYS, usual="created_at")
    return order.page(items)


def all_pages(items, **query):
    """The pages up to the last, each as the client asks for it."""
    marker = None
    while True:
        found, marker = page(items, marker=marker, **query)
        yield found
        if marker is None:
            return


# Few dates and types, so that many items have both in common.
ITEMS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc")), max_size=30).map(
    lambda drawn: [item(number, *one) for number, one in enumerate(drawn)]
)


@given(items=ITEMS, limit=st.integers(1, 35), sort=st.sampled_from(SORTS))
def test_each_comes_exactly_once_in_order(items, limit, sort):
    pages = list(all_pages(items, limit=limit, sort=sort))
    (whole, marker) = page(items, sort=sort)

    assert marker is None
    assert [one for found in pages for one in found] == whole
    assert sorted(one.number for one in whole) == list(range(len(items)))
    assert all(len(found) == limit for found in pages[:-1])
    assert pages[-1] or not items


@given(items=ITEMS, limit=st.integers(1, 5), data=st.data())
def test_what_comes_or_goes_between_two_pages_moves_nothing_else(items, limit, data):
    gone = data.draw(st.sets(st.sampled_from(items))) if items else set()
    come = [item(100 + minute, minute, "b") for minute in range(4)]
    first, marker = page(items, limit=limit, sort="type:asc")
    if marker is None:
        return
    now = [one for one in items if one not in gone] + come
    rest = []
    while marker is not None:
        found, marker = page(now, limit=limit, sort="type:asc", marker=marker)
        rest += found

    stayed = [one.number for one in items if one not in gone]
    seen = [one.number for one in first + rest]
    assert len(set(seen)) == len(seen)
    assert set(stayed) <= set(seen)


def test_the_newest_come_first_and_then_the_lowest_uuid():
    items = [item(0, 0), item(1, 1), item(2, 1), item(3, 0)]
    found, _ = page(items)

    assert [one.created for one in found] == sorted((one.created for one in items), reverse=True)
    assert found[0].uuid < found[1].uuid
    assert found[2].uuid < found[3].uuid


def test_what_has_one_key_in_common_comes_newest_first():
    found, _ = page([item(0, 0, "b"), item(1, 0, "a"), item(2, 1, "b")], sort="type:asc")

    assert [one.number for one in found] == [1, 2, 0]


def test_no_page_is_longer_than_the_longest():
    items = [item(number) for number in range(PAGE + 1)]

    assert [len(found) for found in all_pages(items, limit=1000)] == [PAGE, 1]
    assert [len(found) for found in all_pages(items)] == [PAGE, 1]
    assert [len(found) for found in all_pages(items[:PAGE])] == [PAGE]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"}, {"limit": "-1"}, {"limit": "1.5"}, {"limit": "x"}, {"limit": ""},
        {"limit": "٣"}, {"limit": "9" * 5000},
        {"sort": "owner:asc"}, {"sort": "type"}, {"sort": "type:up"}, {"sort": "type:asc,"},
        {"marker": "!"}, {"marker": "AAAA"}, {"marker": "é"}, {"marker": "A"},
        {"marker": base64.urlsafe_b64encode(b'{"sort":"","after":["x"]}').decode()},
        {"marker": base64.urlsafe_b64encode(b'{"sort":"","after":["x", 7]}').decode()},
        {"marker": base64.urlsafe_b64encode(b"[" * 100_000).decode()},
        {"marker": base64.urlsafe_b64encode(b'{"x":' + b"[" * 100_000).decode()},
    ],
    ids=lambda query: json.dumps(query)[:40],
)  # fmt: skip
def test_nonsense_is_refused(query):
    with pytest.raises(ServiceError) as caught:
        page([item(0)], **query)

    assert caught.value.status == 400


def test_a_marker_is_of_one_order():
    _, marker = page([item(0), item(1)], limit=1, sort="type:asc")

    with pytest.raises(ServiceError, match="another order"):
        page([item(0), item(1)], limit=1, sort="type:desc", marker=marker)
