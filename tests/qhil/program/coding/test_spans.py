"""Execution spans: the same text as the runtime client's, and each reads what the other wrote."""

import importlib
import json
from datetime import datetime, timezone

import pytest

from qhil.program.coding import decode, encode
from qhil.program.coding.wire import typed

pytestmark = pytest.mark.requires("qiskit-ibm-runtime")

START = datetime(2024, 5, 6, 7, 8, tzinfo=timezone.utc)
STOP = datetime(2024, 5, 6, 7, 9, tzinfo=timezone.utc)
SLICES = {
    "SliceSpan": {0: ((2, 10), slice(0, 20)), 2: ((5,), slice(1, 4))},
    "DoubleSliceSpan": {0: ((2, 10), slice(0, 2), slice(3, 7))},
    "TwirledSliceSpan": {1: ((3, 2, 5), True, slice(0, 3), slice(0, 4))},
    "TwirledSliceSpanV2": {1: ((3, 2, 5), False, slice(0, 3), slice(0, 4), 7)},
}


@pytest.fixture
def spans():
    """The client's classes."""
    return importlib.import_module("qiskit_ibm_runtime.execution_span")


@pytest.mark.parametrize("name", SLICES)
def test_a_span_likewise(runtime, spans, name):
    if not hasattr(spans, name):
        pytest.skip(f"this qiskit-ibm-runtime has no {name}")
    value = getattr(spans, name)(START, STOP, SLICES[name])

    ours, theirs = encode({"span": value}), json.dumps({"span": value}, cls=runtime.encoder)

    assert ours == theirs
    made = decode(theirs)["span"]
    assert type(made) is type(value)
    assert made == value
    assert json.loads(ours, cls=runtime.decoder)["span"] == value
    assert encode({"span": made}) == ours


def test_a_collection_likewise(runtime, spans):
    one = spans.SliceSpan(START, STOP, SLICES["SliceSpan"])
    value = spans.ExecutionSpans([one, one])

    ours, theirs = encode(value), json.dumps(value, cls=runtime.encoder)

    assert ours == theirs
    assert list(decode(theirs)) == list(json.loads(ours, cls=runtime.decoder)) == [one, one]


@pytest.mark.parametrize("kind", ["ExecutionSpans", "ExecutionSpanCollection"])
def test_a_collection_is_read_under_both_names(spans, kind):
    one = spans.SliceSpan(START, STOP, SLICES["SliceSpan"])
    text = json.dumps(typed(kind, {"spans": [json.loads(encode(one))]}))

    assert list(decode(text)) == [one]


def test_reading_a_span_leaves_nothing_behind(spans):
    one = spans.SliceSpan(START, STOP, SLICES["SliceSpan"])
    text = encode([one])

    assert decode(text) == decode(text) == [one]
