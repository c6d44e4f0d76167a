"""The text of a plan taken apart; what its words mean is not this module's business.

>>> parsed("backend.run@3=20%5*api_error(no luck)->delay(2)")[0]
Term(text='20%5*api_error(no luck)', site='backend.run', first=3, probability=0.2, times=5, effect='api_error(no luck)')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import List, Optional, Tuple

from qhil.errors import FaultError

_SITE = re.compile(
    r"\s*(?P<site>[A-Za-z0-9_.*?-]+)(?:@(?P<first>\d+))?\s*=(?P<terms>.*)", re.DOTALL
)
_TERM = re.compile(
    r"\s*(?:(?P<share>\d+(?:\.\d*)?|\.\d+)%)?(?:(?P<times>\d+)\*)?(?P<effect>[A-Za-z_]\w*\s*(?:\(.*\))?)\s*",
    re.DOTALL,
)
_CALL = re.compile(r"(?P<name>\w+)\s*(?:\((?P<arguments>.*)\))?\s*", re.DOTALL)
_FORM = "SITE[@N]=[P%][N*]EFFECT[(ARGUMENTS)][->...][;...], such as backend.run@3=1*api_error"


@dataclass(frozen=True)
class Term:
    """One fault as it is written."""

    text: str
    site: str
    first: int
    probability: float
    times: Optional[int]
    effect: str


def parsed(text: str) -> List[Term]:
    """The terms of all faults, in order.

    Raises:
        FaultError: if ``text`` has not the form of a plan.
    """
    return [term for part in _split(text, ";") if part.strip() for term in _terms(part)]


def split_call(text: str) -> Tuple[str, Tuple[str, ...]]:
    """The name of an effect, and its arguments as they are written.

    Raises:
        FaultError: if it has not that form.
    """
    match = _CALL.fullmatch(text.strip())
    if match is None:
        raise FaultError(f"{text!r} is no effect: it is written NAME or NAME(ARGUMENTS)")
    arguments = match["arguments"]
    return match["name"], tuple(_split(arguments, ",")) if (arguments or "").strip() else ()


def _terms(part: str) -> List[Term]:
    match = _SITE.fullmatch(part)
    if match is None:
        raise FaultError(f"{part.strip()!r} is no fault: it is written {_FORM}")
    return [
        _term(match["site"], int(match["first"] or 1), one) for one in _split(match["terms"], "->")
    ]


def _term(site: str, first: int, text: str) -> Term:
    match = _TERM.fullmatch(text)
    if match is None:
        raise FaultError(f"{text.strip()!r} of {site} is no fault: it is written {_FORM}")
    share, times = match["share"], match["times"]
    return Term(
        text=text.strip(),
        site=site,
        first=first,
        probability=1.0 if share is None else float(Decimal(share) / 100),
        times=None if times is None else int(times),
        effect=match["effect"].strip(),
    )


def _split(text: str, separator: str) -> List[str]:
    """Split where the separator stands neither between quotes nor between parentheses.

    Raises:
        FaultError: if one of these is not closed.
    """
    parts, begun, depth, quoted, index = [], 0, 0, False, 0
    while index < len(text):
        character = text[index]
        if character == "\\" and quoted:
            index += 1
        elif character == '"':
            quoted = not quoted
        elif not quoted:
            depth += (character == "(") - (character == ")")
            if depth == 0 and text.startswith(separator, index):
                parts.append(text[begun:index])
                begun = index + len(separator)
                index = begun - 1
        index += 1
    if quoted or depth:
        raise FaultError(f"{text!r}: a {'quote' if quoted else 'parenthesis'} does not match")
    return [*parts, text[begun:]]
