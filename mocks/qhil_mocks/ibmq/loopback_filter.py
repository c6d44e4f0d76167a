"""The service's query language: LoopBack filters, over what its answers would look like.

>>> matches({"backend": {"name": "ibmqx2"}}, {"backend.name": {"inq": ["ibmqx2", "ibmq_vigo"]}})
True

A date compares as an instant, in whichever of its spellings; in a list, one item that fits is enough.
"""

from __future__ import annotations

import re
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple

from qhil_mocks.ibmq.service_error import bad_request
from qhil_mocks.wire_dates import instant

# No answer has more items than this, whatever was asked for.
PAGE = 50


def select(items: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> List[Mapping[str, Any]]:
    """Those of ``items`` that the filter ``asked`` wants, in its order, from its ``skip`` on, ``limit`` of them.

    Raises:
        ServiceError: 400 for a filter that makes no sense.
    """
    where = asked.get("where") or {}
    found = [item for item in items if matches(item, where)]
    for field, descending in reversed(_order(asked.get("order"))):
        found.sort(key=lambda item: _sortable(_at(item, field)), reverse=descending)
    skip = _count(asked.get("skip"), "skip") or 0
    limit = _count(asked.get("limit"), "limit")
    return found[skip : skip + min(limit or PAGE, PAGE)]


def matches(item: Mapping[str, Any], where: Any) -> bool:
    """Whether ``item`` fulfils all conditions of ``where``."""
    if not isinstance(where, dict):
        raise bad_request(f"where must be an object, not {type(where).__name__}")
    return all(_condition(item, field, wanted) for field, wanted in where.items())


def _condition(item: Mapping[str, Any], field: str, wanted: Any) -> bool:
    if field in ("and", "or"):
        if not isinstance(wanted, list):
            raise bad_request(f"{field} must be a list, not {type(wanted).__name__}")
        every = all if field == "and" else any
        return every([matches(item, part) for part in wanted])
    if not isinstance(wanted, dict):
        return _equal(_at(item, field), wanted)
    return all(_operator(name)(_at(item, field), operand) for name, operand in wanted.items())


def _at(item: Any, field: str) -> Any:
    """What stands at a dotted path; None where nothing does."""
    for part in field.split("."):
        if not isinstance(item, Mapping):
            return None
        item = item.get(part)
    return item


def _equal(found: Any, wanted: Any) -> bool:
    if isinstance(found, list) and not isinstance(wanted, list):
        return any(_equal(one, wanted) for one in found)
    left, right = instant(found), instant(wanted)
    if left is not None and right is not None:
        return left == right
    return bool(found == wanted)


def _compared(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(found: Any, wanted: Any) -> bool:
        pair = _comparable(found, wanted)
        return pair is not None and test(*pair)

    return compare


def _comparable(found: Any, wanted: Any) -> Optional[Tuple[Any, Any]]:
    """Both as values that have an order; None where they have none."""
    left, right = instant(found), instant(wanted)
    if left is not None and right is not None:
        return left, right
    for kind in (str, (int, float)):
        if isinstance(found, kind) and isinstance(wanted, kind):
            return found, wanted
    return None


def _between(found: Any, wanted: Any) -> bool:
    low, high = _listed("between", wanted, 2)
    return _OPERATORS["gte"](found, low) and _OPERATORS["lte"](found, high)


def _regexp(found: Any, wanted: Any) -> bool:
    if not isinstance(wanted, str):
        raise bad_request("regexp must be a text")
    try:
        pattern = re.compile(wanted)
    except (re.error, RecursionError, OverflowError):
        raise bad_request(f"regexp is no regular expression: {wanted[:200]}") from None
    return isinstance(found, str) and pattern.search(found) is not None


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": _equal,
    "neq": lambda found, wanted: not _equal(found, wanted),
    "inq": lambda found, wanted: any(_equal(found, one) for one in _listed("inq", wanted)),
    "nin": lambda found, wanted: not any(_equal(found, one) for one in _listed("nin", wanted)),
    "gt": _compared(lambda found, wanted: bool(found > wanted)),
    "gte": _compared(lambda found, wanted: bool(found >= wanted)),
    "lt": _compared(lambda found, wanted: bool(found < wanted)),
    "lte": _compared(lambda found, wanted: bool(found <= wanted)),
    "between": _between,
    "regexp": _regexp,
}


def _operator(name: str) -> Callable[[Any, Any], bool]:
    if name not in _OPERATORS:
        raise bad_request(f"unknown operator {name[:50]!r}; known: {', '.join(_OPERATORS)}")
    return _OPERATORS[name]


def _listed(operator: str, wanted: Any, length: Optional[int] = None) -> List[Any]:
    if not isinstance(wanted, list) or (length is not None and len(wanted) != length):
        raise bad_request(f"{operator} must be a list" + (f" of {length}" if length else ""))
    return wanted


def _order(order: Any) -> List[Tuple[str, bool]]:
    """Fields and whether each descends."""
    texts = order if isinstance(order, list) else [] if order is None else [order]
    found = []
    for text in texts:
        parts = text.split() if isinstance(text, str) else []
        if len(parts) not in (1, 2) or parts[1:] not in ([], ["ASC"], ["DESC"]):
            raise bad_request("order must be a field, then ASC or DESC")
        found.append((parts[0], parts[1:] == ["DESC"]))
    return found


def _sortable(value: Any) -> Tuple[str, Any]:
    when = instant(value)
    if when is not None:
        return "date", when
    if isinstance(value, (int, float)):
        return "number", value
    return type(value).__name__, str(value)


def _count(value: Any, name: str) -> Optional[int]:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise bad_request(f"{name} must be an integer from 0 on")
    return value
