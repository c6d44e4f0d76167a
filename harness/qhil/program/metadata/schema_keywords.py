"""Keywords that look like one of JSON schema and are none: whoever wrote them believes that they check.

JSON schema lets unknown keywords stand as remarks, so that ``"min": 0`` (which the sample metadata of
IBM's own tests have) checks nothing.

>>> misspelling("min", {"minimum", "type"})
"'min' is no keyword of this draft and checks nothing; nearest: minimum"
>>> misspelling("unit", {"minimum", "type"})
"""

from __future__ import annotations

import difflib
from typing import AbstractSet, Optional

# These look like a keyword too, and are in order: they serve other keywords, or are remarks.
_IN_ORDER = frozenset(
    (
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "contentSchema",
        "dtype",
        "maxContains",
        "minContains",
        "title",
    )
)
_OF_SOME_DRAFT = frozenset(
    (
        "additionalItems",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "prefixItems",
        "unevaluatedItems",
        "unevaluatedProperties",
    )
)


def misspelling(keyword: str, known: AbstractSet[str]) -> Optional[str]:
    """What to say of ``keyword`` where a draft checks those in ``known``; None if there is nothing to say."""
    if keyword in known or keyword in _IN_ORDER or keyword.startswith("x-"):
        return None
    if keyword in _OF_SOME_DRAFT:
        return f"{keyword!r} is of another draft and checks nothing in this one"
    close = difflib.get_close_matches(keyword, sorted(known), n=1)
    if not close:
        return None
    return f"{keyword!r} is no keyword of this draft and checks nothing; nearest: {close[0]}"
