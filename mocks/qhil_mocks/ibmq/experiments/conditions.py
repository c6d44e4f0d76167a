"""The query language of lists: ``name=value``, where a value may begin with an operator.

>>> wanted = tags(["any:T1,T2"])
>>> wanted(("T2", "2022")), wanted(())
(True, False)

Each function here takes the values that a query has of one name and gives the condition they make.
"""

from __future__ import annotations

import operator
from datetime import datetime
from typing import Any, Callable, List, Mapping, Sequence, Tuple, TypeVar

from qhil_mocks.ibmq.experiments import said
from qhil_mocks.ibmq.experiments.entry import known_uuid
from qhil_mocks.ibmq.service_error import bad_request
from qhil_mocks.rest import Request

Condition = Callable[[Any], bool]
Fact = TypeVar("Fact")
# Name in the query -> what of a fact it asks about, and which of the functions below reads it.
Asked = Mapping[str, Tuple[Callable[[Fact], Any], Callable[[List[str]], Condition]]]

_COMPARED = {"ge": operator.ge, "le": operator.le}


def fulfilling(facts: Sequence[Fact], request: Request, asked: Asked[Fact]) -> List[Fact]:
    """Those of ``facts`` that fulfil all conditions of the query.

    Raises:
        ServiceError: 400 for a value that makes no sense.
    """
    conditions = [
        (of, read(request.all_asked(name)))
        for name, (of, read) in asked.items()
        if request.all_asked(name)
    ]
    return [fact for fact in facts if all(holds(of(fact)) for of, holds in conditions)]


def equal(values: List[str]) -> Condition:
    """``value``: that and no other."""
    return lambda found: bool(found == values[-1])


def uuid(values: List[str]) -> Condition:
    """A UUID, in whichever of its spellings."""
    wanted = known_uuid(values[-1])
    return lambda found: wanted is not None and found == wanted


def type_(values: List[str]) -> Condition:
    """``value``, or ``like:part``: a text that has that part."""
    name, part = _operator(values[-1])
    return (lambda found: part in found) if name == "like" else equal(values)


def tags(values: List[str]) -> Condition:
    """``any:a,b``: one of them at least; ``contains:a,b``: all of them."""
    name, listed = _operator(values[-1])
    wanted = set(listed.split(","))
    if name == "any":
        return lambda found: bool(wanted & set(found))
    if name == "contains":
        return lambda found: wanted <= set(found)
    raise bad_request("tags must be any:a,b or contains:a,b")


def components(values: List[str]) -> Condition:
    """As often as there are components: these and no others; or ``contains:a,b``: these and maybe others."""
    name, listed = _operator(values[-1])
    if name == "contains" and len(values) == 1:
        wanted = set(listed.split(","))
        return lambda found: wanted <= set(found)
    return lambda found: set(values) == set(found)


def of_any(read: Callable[[List[str]], Condition]) -> Callable[[List[str]], Condition]:
    """The condition that ``read`` gives, fulfilled by one at least of several things."""

    def conditions(values: List[str]) -> Condition:
        holds = read(values)
        return lambda several: any(holds(one) for one in several)

    return conditions


def dates(values: List[str]) -> Condition:
    """``ge:date`` and ``le:date``, together if both are there."""
    bounds = [_bound(value) for value in values]
    return lambda found: all(compare(found, bound) for compare, bound in bounds)


def one_of(known: Tuple[str, ...], name: str) -> Callable[[List[str]], Condition]:
    """``value``, or ``in:a,b``; of what is known only."""

    def condition(values: List[str]) -> Condition:
        found, listed = _operator(values[-1])
        wanted = listed.split(",") if found == "in" else values[-1:]
        those = {_known(known, name, one) for one in wanted}
        return lambda value: value in those

    return condition


def or_not(known: Tuple[str, ...], name: str) -> Callable[[List[str]], Condition]:
    """``value``, or ``!value``: any but that; of what is known only."""

    def condition(values: List[str]) -> Condition:
        unwanted = values[-1].startswith("!")
        named = _known(known, name, values[-1][1:] if unwanted else values[-1])
        return lambda value: (value == named) != unwanted

    return condition


def flag(name: str) -> Callable[[List[str]], Condition]:
    """``true`` or ``false``."""

    def condition(values: List[str]) -> Condition:
        wanted = _known(("true", "false"), name, values[-1]) == "true"
        return lambda value: bool(value == wanted)

    return condition


def _operator(value: str) -> Tuple[str, str]:
    """What stands before the first colon, and what after it; a value without one has no operator."""
    name, colon, rest = value.partition(":")
    return (name, rest) if colon else ("", value)


def _bound(value: str) -> Tuple[Callable[[datetime, datetime], bool], datetime]:
    name, date = _operator(value)
    if name not in _COMPARED:
        raise bad_request("start_time must be ge:date or le:date")
    return _COMPARED[name], said.date("start_time", date)


def _known(known: Tuple[str, ...], name: str, value: str) -> str:
    if value not in known:
        raise bad_request(f"{name} must be one of: {', '.join(known)}")
    return value
