"""Object storage: URLs that expire and lead to one object, one way."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.ibmq.storage import LIFETIME, QOBJ, RESULT, ObjectStorage
from qhil_mocks.identities import Identities

NOW = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)


@pytest.fixture
def storage():
    return ObjectStorage(Identities(7))


def refused(status, call, *args, **kwargs):
    with pytest.raises(ServiceError) as caught:
        call(*args, **kwargs)
    assert caught.value.status == status
    return caught.value


def test_what_is_put_can_be_got_as_often_as_one_likes(storage):
    storage.put(storage.grant("PUT", "job", QOBJ, NOW), b"{}", NOW)
    key = storage.grant("GET", "job", QOBJ, NOW)

    assert [storage.get(key, NOW) for _ in range(2)] == [b"{}", b"{}"]
    assert len(key) == 64


def test_a_key_is_for_one_way_and_for_a_while(storage):
    key = storage.grant("PUT", "job", QOBJ, NOW)

    refused(403, storage.get, key, NOW)
    refused(403, storage.put, "0" * 64, b"", NOW)
    refused(403, storage.put, key, b"", NOW + LIFETIME)
    assert storage.content("job", QOBJ) is None


def test_nothing_to_get_is_not_found(storage):
    refused(404, storage.grant, "GET", "job", RESULT, NOW)


def test_what_is_private_can_be_read_once(storage):
    storage.keep("job", RESULT, b"{}")
    keys = [storage.grant("GET", "job", RESULT, NOW, once=True) for _ in range(2)]

    assert storage.get(keys[0], NOW) == b"{}"
    assert refused(403, storage.get, keys[1], NOW).code == 2801
    assert refused(403, storage.grant, "GET", "job", RESULT, NOW, once=True).code == 2801
