"""When parts of a job ran on the device, as qiskit-ibm-runtime tells it: its execution spans.

What a span holds of each pub are slices, written as their two ends, under the pub's index.
"""

from __future__ import annotations

import sys
from typing import Any, Callable, Dict, List, Tuple

from qhil.program.coding.class_names import class_name
from qhil.program.coding.containers import Container

_HOME = "qiskit_ibm_runtime.execution_span"

COLLECTION = class_name("ExecutionSpans", _HOME)


def collection_kind() -> str:
    """How a collection of spans is called on the wire: its class's name since 0.41, as `TwirledSliceSpanV2`."""
    is_new = hasattr(sys.modules.get(_HOME), "TwirledSliceSpanV2")
    return "ExecutionSpans" if is_new else "ExecutionSpanCollection"


def _span(slices: Callable[[Any], Dict[Any, Any]]) -> Callable[[Any], Any]:
    return lambda span: {"start": span.start, "stop": span.stop, "data_slices": slices(span)}


def _reader(slices: Callable[[List[Any]], Tuple[Any, ...]]) -> Callable[[Any, Any], Any]:
    def read(found: Any, value: Any) -> Any:
        data = {int(pub): slices(ends) for pub, ends in value["data_slices"].items()}
        return found(**{**value, "data_slices": data})

    return read


def _plain(span: Any) -> Dict[Any, Any]:
    held = span._data_slices.items()  # noqa: SLF001 - no public way to them
    return {pub: (shape, data.start, data.stop) for pub, (shape, data) in held}


def _double(span: Any) -> Dict[Any, Any]:
    held = span._data_slices.items()  # noqa: SLF001 - no public way to them
    return {
        pub: (shape, args.start, args.stop, shots.start, shots.stop)
        for pub, (shape, args, shots) in held
    }


def _twirled(span: Any) -> Dict[Any, Any]:
    held = span._data_slices.items()  # noqa: SLF001 - no public way to them
    return {
        pub: (shape, in_front, args.start, args.stop, shots.start, shots.stop)
        for pub, (shape, in_front, args, shots, *_) in held
    }


def _twirled_with_shots(span: Any) -> Dict[Any, Any]:
    shots = span._pub_shots  # noqa: SLF001 - no public way to them
    return {pub: (*ends, shots[pub]) for pub, ends in _twirled(span).items()}


SPANS: Tuple[Container, ...] = (
    Container(
        class_name("DoubleSliceSpan", _HOME),
        "DoubleSliceSpan",
        _span(_double),
        _reader(lambda ends: (tuple(ends[0]), slice(*ends[1:3]), slice(*ends[3:5]))),
    ),
    Container(
        class_name("TwirledSliceSpanV2", _HOME),
        "TwirledSliceSpanV2",
        _span(_twirled_with_shots),
        _reader(
            lambda ends: (tuple(ends[0]), ends[1], slice(*ends[2:4]), slice(*ends[4:6]), ends[6])
        ),
    ),
    Container(
        class_name("TwirledSliceSpan", _HOME),
        "TwirledSliceSpan",
        _span(_twirled),
        _reader(lambda ends: (tuple(ends[0]), ends[1], slice(*ends[2:4]), slice(*ends[4:6]))),
    ),
    Container(
        class_name("SliceSpan", _HOME),
        "ExecutionSpan",
        _span(_plain),
        _reader(lambda ends: (tuple(ends[0]), slice(*ends[1:]))),
    ),
)
