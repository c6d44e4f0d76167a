"""A fact as JSON text, and the fact again.

>>> from typing import Tuple
>>> fact_text((1.5, "one"))
'[1.5, "one"]'
>>> fact_of('[1.5, "one"]', Tuple[float, str])
(1.5, 'one')

msgspec knows what a dataclass is made of. The text itself is written and read by `json`: a client may send all that
`json` reads, and msgspec would make a null of a NaN, and fail over half a surrogate or a number of 70 bits.
"""

from __future__ import annotations

import json
from typing import Any, Type, TypeVar

import msgspec

Fact = TypeVar("Fact")


def fact_text(fact: Any) -> str:
    """``fact`` as text of ASCII characters.

    Raises:
        TypeError: for what JSON has no form for.
    """
    return json.dumps(msgspec.to_builtins(fact, str_keys=True))


def fact_of(text: str, kind: Type[Fact]) -> Fact:
    """The fact of that kind with that text.

    Raises:
        ValueError: if the text is not of such a fact.
    """
    plain = json.loads(text)
    try:
        return msgspec.convert(plain, kind, str_keys=True)
    except msgspec.ValidationError as error:  # a ValueError only in later versions of msgspec
        raise ValueError(str(error)) from None


def must_be_readable(kind: Any) -> None:
    """Make sure that facts of that kind can be read again, before the first is written.

    Raises:
        TypeError: if not: several dataclasses in one union, for instance.
    """
    msgspec.json.Decoder(kind)
