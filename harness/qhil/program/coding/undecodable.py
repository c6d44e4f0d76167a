"""Where in a JSON text an object stands that cannot be made.

Objects are made innermost first, so that whoever fails knows only how many were complete before.

>>> place_of_object('{"a": [{}, {"b": {}}]}', 1)
'$.a[1].b'
"""

from __future__ import annotations

import itertools
import json
from typing import Any, Iterator

from qhil.program.coding.places import Place, parts_of

_HERE = object()


def place_of_object(text: Any, number: int) -> str:
    """The place of the object in ``text`` that is complete after ``number`` others."""
    complete = itertools.count()
    marked = json.loads(text, object_hook=lambda form: _HERE if next(complete) == number else form)
    return next(_places(marked, Place()), "$")


def _places(value: Any, place: Place) -> Iterator[str]:
    if value is _HERE:
        yield place.text
    for part, inner in parts_of(value, place):
        yield from _places(part, inner)
