from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from qhil.errors import RecordingError
from qhil.recordings.plain_json import json_text


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        ("µs", "µs"),
        (10**30, 10**30),
        (0.1, 0.1),
        ((1, 2), [1, 2]),
        (OrderedDict(a=1), {"a": 1}),
        (datetime(2021, 3, 15, tzinfo=timezone(timedelta(hours=-4))), "2021-03-15T00:00:00-04:00"),
        (1 - 2j, [1.0, -2.0]),
        (np.float64(0.1), 0.1),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(1), True),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array([1j]), [[0.0, 1.0]]),
    ],
)
def test_what_qiskit_leaves_unconverted_becomes_plain(value, plain):
    parsed = json_text({"it": value}, "configuration").parse()

    assert parsed == {"it": plain}
    assert type(parsed["it"]) is type(plain)


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        ({"a": [0, float("nan")]}, "$.a[1]", "nan"),
        ({"a": {"b": float("-inf")}}, "$.a.b", "-inf"),
        ({"a": complex(0, float("inf"))}, "$.a[1]", "inf"),
        ({"a": np.array([1.0, np.nan])}, "$.a[1]", "nan"),
        ({"a": 10**400}, "$.a", "an integer beyond any double"),
        ({"a": {1: 2}}, "$.a", "1"),
        ({"a": {1, 2}}, "$.a", "set"),
        ({"a": b"bytes"}, "$.a", "bytes"),
        ({"a": object()}, "$.a", "object"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_path(value, path, found):
    with pytest.raises(RecordingError) as caught:
        json_text(value, "properties[2]")
    error = caught.value
    assert (error.file, error.path, error.found) == ("properties[2]", path, found)


def test_a_structure_that_contains_itself_is_refused():
    endless = []
    endless.append(endless)

    with pytest.raises(RecordingError, match="without end"):
        json_text(endless, "configuration")
