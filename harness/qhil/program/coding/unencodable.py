"""Where in the data an encoder failed: the data is gone through once more, as json does, this time with places.

In goes an encoder that has failed and what it was given; out comes the place, such as ``$.shots[1]``.
"""

from __future__ import annotations

import contextlib
import json
import math
from dataclasses import dataclass, field
from typing import Any, Callable, Optional, Set, Tuple

from qhil.program.coding.places import Place, parts_of

# What json cannot see of an object while it fails at it: where, the data, and its own encoder.
Hidden = Callable[[Any], Optional[Tuple[str, Any, json.JSONEncoder]]]


def place_of_failure(encoder: json.JSONEncoder, message: Any, hidden: Hidden) -> Optional[str]:
    """Where ``encoder`` fails; None if it does so without ``default``, or not again.

    ``hidden``: an attribute of an object that is encoded out of sight, as a circuit's metadata is.
    """
    with contextlib.suppress(Exception):  # a second error would hide the one to be explained
        found = _Search(encoder, hidden).at(message, Place())
        return found.text if found is not None else None
    return None


@dataclass
class _Search:
    """One pass; ``around`` are the containers and objects that one is inside of."""

    encoder: json.JSONEncoder
    hidden: Hidden
    around: Set[int] = field(default_factory=set)

    def at(self, value: Any, place: Place) -> Optional[Place]:
        """The first place at or below this one that fails."""
        if value is None or isinstance(value, (str, int)):
            return None
        if isinstance(value, float):
            return None if self.encoder.allow_nan or math.isfinite(value) else place
        if id(value) in self.around:
            return place  # the data contains itself
        self.around.add(id(value))
        found = self._below(value, place)
        self.around.discard(id(value))
        return found

    def _below(self, value: Any, place: Place) -> Optional[Place]:
        if isinstance(value, (list, tuple)):
            return self._first(value, place)
        if isinstance(value, dict):
            return place if self._has_a_wrong_key(value) else self._first(value, place)
        try:
            form = self.encoder.default(value)
        except Exception:  # noqa: BLE001 - any error is what is looked for
            return self._hidden_below(value, place) or place
        return self.at(form, place)

    def _first(self, value: Any, place: Place) -> Optional[Place]:
        found = (self.at(part, inner) for part, inner in parts_of(value, place))
        return next((one for one in found if one is not None), None)

    def _hidden_below(self, value: Any, place: Place) -> Optional[Place]:
        hidden = self.hidden(value)
        if hidden is None:
            return None
        name, data, encoder = hidden
        return _Search(encoder, self.hidden).at(data, place.attribute(name))

    def _has_a_wrong_key(self, value: Any) -> bool:
        keys = (str, int, float, type(None))
        return not (self.encoder.skipkeys or all(isinstance(key, keys) for key in value))
