"""Where two results differ.

>>> difference({"energy": [1.0, 2.0]}, {"energy": [1.0, 2.5]})
'result["energy"][1] is 2.5 instead of 2.0'
>>> difference([float("nan")], [float("nan")]) is None
True
"""

from __future__ import annotations

import dataclasses
import json
import numbers
from typing import Any, Iterator, Mapping, Optional, Set, Tuple

import numpy as np

from qhil.errors import SweepError

_Seen = Set[Tuple[int, int]]

_SHOWN = 60  # characters of a value


def difference(expected: Any, found: Any, place: str = "result") -> Optional[str]:
    """The first difference, told with its place; None if there is none.

    Dictionaries, sequences, sets, arrays, dataclasses and Qiskit's results are looked into; NaN equals NaN.
    Of a `Result` names, success, counts and memory count, and not its job's id or its times.

    Raises:
        SweepError: for objects that equal nothing but themselves.
    """
    return next(_differences(expected, found, place, set()), None)


def _differences(one: Any, other: Any, place: str, seen: _Seen) -> Iterator[str]:
    key = (id(one), id(other))
    if one is other or key in seen:
        return
    seen.add(key)
    if _is_number(one) and _is_number(other):
        if not (one == other or (one != one and other != other)):  # noqa: PLR0124  # NaN
            yield _told(place, one, other)
    elif _is_result(one) and _is_result(other):
        yield from _differences(_plain_result(one), _plain_result(other), place, seen)
    elif type(one) is not type(other):
        yield _told(place, one, other)
    else:
        yield from _of_one_type(one, other, place, seen)


def _of_one_type(one: Any, other: Any, place: str, seen: _Seen) -> Iterator[str]:
    if isinstance(one, np.ndarray):
        yield from _of_arrays(one, other, place)
    elif isinstance(one, Mapping):
        yield from _of_mappings(one, other, place, seen)
    elif isinstance(one, (list, tuple)):
        yield from _of_sequences(one, other, place, seen)
    elif dataclasses.is_dataclass(one):
        for name in (field.name for field in dataclasses.fields(one) if field.compare):
            inside = f"{place}.{name}"
            yield from _differences(getattr(one, name), getattr(other, name), inside, seen)
    elif isinstance(one, BaseException):
        yield from _differences(one.args, other.args, f"{place}.args", seen)
    elif not _equal(one, other, place):
        yield _told(place, one, other)


def _of_mappings(
    one: Mapping[Any, Any], other: Mapping[Any, Any], place: str, seen: _Seen
) -> Iterator[str]:
    for key in one:
        if key not in other:
            yield f"{place} lacks {_key(key)}"
    for key in other:
        if key not in one:
            yield f"{place} has {_key(key)}, which is not expected"
    for key in one:
        if key in other:
            yield from _differences(one[key], other[key], f"{place}[{_key(key)}]", seen)


def _of_sequences(one: Any, other: Any, place: str, seen: _Seen) -> Iterator[str]:
    if len(one) != len(other):
        yield f"{place} has length {len(other)} instead of {len(one)}"
    for index, (left, right) in enumerate(zip(one, other)):
        yield from _differences(left, right, f"{place}[{index}]", seen)


def _of_arrays(one: Any, other: Any, place: str) -> Iterator[str]:
    if one.shape != other.shape:
        yield f"{place} has shape {other.shape} instead of {one.shape}"
        return
    if one.dtype.kind != other.dtype.kind:
        yield f"{place} is of {other.dtype} instead of {one.dtype}"
        return
    differs = np.atleast_1d(one != other)
    if one.dtype.kind in "fc":
        differs &= ~np.atleast_1d(np.isnan(one) & np.isnan(other))
    for index in np.argwhere(differs)[:1]:
        at = tuple(index)[: one.ndim]
        inside = f"[{', '.join(map(str, at))}]" if at else ""
        yield _told(f"{place}{inside}", one[at], other[at])


def _is_number(value: Any) -> bool:
    return isinstance(value, (numbers.Number, np.number)) and not isinstance(
        value, (bool, np.bool_)
    )


def _is_result(value: Any) -> bool:
    return hasattr(value, "results") and hasattr(value, "get_counts") and hasattr(value, "success")


def _plain_result(result: Any) -> Any:
    return {
        "success": result.success,
        "experiments": [_plain_experiment(one) for one in result.results],
    }


def _plain_experiment(experiment: Any) -> Any:
    header = getattr(experiment, "header", None)
    told = header if isinstance(header, dict) else getattr(header, "__dict__", {})
    data = experiment.data.to_dict() if hasattr(experiment.data, "to_dict") else experiment.data
    return {
        "name": told.get("name"),
        "success": experiment.success,
        "shots": experiment.shots,
        "data": data,
    }


def _equal(one: Any, other: Any, place: str) -> bool:
    kind: Any = type(one)
    if kind.__eq__ is object.__eq__:
        raise SweepError(
            f"{place} is a {type(one).__name__}, which equals nothing but itself: return plain data, "
            "give it an __eq__, or give the sweep a function compare="
        )
    return bool(one == other)


def _told(place: str, one: Any, other: Any) -> str:
    left, right = _shown(one), _shown(other)
    if left == right:
        left, right = f"{left} ({type(one).__name__})", f"{right} ({type(other).__name__})"
    return f"{place} is {right} instead of {left}"


def _shown(value: Any) -> str:
    if isinstance(value, np.generic):
        value = value.item()
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _key(key: Any) -> str:
    return json.dumps(key, ensure_ascii=False) if isinstance(key, str) else repr(key)
