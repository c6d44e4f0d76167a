"""How a place in the data is written, and how one gets from there to what is inside.

Keys are written like attributes where they can be; inside an object, which has attributes of its
own, in brackets.

>>> Place().key("pairs").index(1).key("a b").text
'$.pairs[1]["a b"]'
>>> Place().key("circuits").index(3).attribute("metadata").key("x").text
'$.circuits[3].metadata["x"]'
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Tuple

# What the JSON of an object holds of it, where that is no attribute's value.
_CALLED = {"settings": "settings", "to_json": "to_json()", "_json": "_json()"}


@dataclass(frozen=True)
class Place:
    """A place in JSON data; or inside an object that stands there."""

    text: str = "$"
    inside: bool = False

    def key(self, key: Any) -> Place:
        """What a dictionary has under a key."""
        name = key if isinstance(key, str) else json.dumps(key)
        if name.isidentifier() and not self.inside:
            return Place(f"{self.text}.{name}")
        return Place(f"{self.text}[{json.dumps(name, ensure_ascii=False)}]", self.inside)

    def index(self, index: int) -> Place:
        """The member of a list."""
        return Place(f"{self.text}[{index}]", self.inside)

    def attribute(self, name: str) -> Place:
        """What an object has under a name."""
        return Place(f"{self.text}.{name}", inside=True)


Parts = Iterator[Tuple[Any, Place]]


def parts_of(value: Any, place: Place) -> Parts:
    """What JSON data holds, with the places: members of a list, values of a dictionary, or of an object's."""
    if isinstance(value, (list, tuple)):
        yield from ((part, place.index(index)) for index, part in enumerate(value))
    elif isinstance(value, Mapping) and "__type__" in value and "__value__" in value:
        yield from _parts_of_object(value, place)
    elif isinstance(value, Mapping):
        yield from ((part, place.key(key)) for key, part in value.items())


def _parts_of_object(form: Mapping[str, Any], place: Place) -> Parts:
    kind, value = form["__type__"], form["__value__"]
    if isinstance(kind, str) and kind in _CALLED:
        yield value, place.attribute(_CALLED[kind])
    elif isinstance(value, Mapping):
        yield from ((part, place.attribute(str(name))) for name, part in value.items())
    else:
        yield from parts_of(value, place)
