"""What a recording must not tell of who made it, taken out of the service's JSON before it is kept.

Two ways, both always: fields by their name (accounts, hubs, groups, projects, instances, tokens, ids of jobs, e-mail),
and texts by their content (`qhil.live.secrets`), keys of objects included. What was taken away is told by its place.

>>> scrubbed({"backend_name": "ibm_x", "hub": "acme", "description": "ask bob@acme.org"}, ())
({'backend_name': 'ibm_x', 'description': 'ask [removed]'}, ('$.hub', '$.description'))
"""

from __future__ import annotations

import functools
import re
from typing import Any, Dict, List, Sequence, Tuple

from qhil.live.secrets import redacted

Json = Dict[str, Any]

_PRIVATE = re.compile(
    r"(?:^|_)(?:access|account|accounts|apikey|auth|authorization|credential|credentials|crn|email|emails|group|groups|"
    r"hub|hubs|instance|instances|jobid|jobids|owner|password|project|projects|providers?|secret|secrets|token|tokens|"
    r"user|userid|username|users)(?:$|_)|(?:^|_)job_ids?$|(?:^|_)api_key$|(?:^|_)hub_?info$"
)


def scrubbed(told: Json, secrets: Sequence[str]) -> Tuple[Json, Tuple[str, ...]]:
    """A copy of ``told`` without what is private, and the places where something was."""
    places: List[str] = []
    clean: Json = _Scrubbing(secrets, places).value(told, "$")
    return clean, tuple(places)


class _Scrubbing:
    def __init__(self, secrets: Sequence[str], places: List[str]) -> None:
        self._places = places
        # Of thousands of texts in a calibration few are unlike: names, units, dates.
        self._redacted = functools.cache(lambda text: redacted(text, secrets))
        self._is_kept = functools.cache(
            lambda key: not _is_private(key) and self._redacted(key) == key
        )

    def value(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return self._object(value, path)
        if isinstance(value, list):
            return [self.value(part, f"{path}[{index}]") for index, part in enumerate(value)]
        if isinstance(value, str):
            clean = self._redacted(value)
            if clean != value:
                self._places.append(path)
            return clean
        return value

    def _object(self, value: Json, path: str) -> Json:
        kept: Json = {}
        for key, part in value.items():
            place = f"{path}.{self._redacted(key)}"
            if self._is_kept(key):
                kept[key] = self.value(part, place)
            else:
                self._places.append(place)
        return kept


def _is_private(key: str) -> bool:
    """Whether a field of that name tells who somebody is; ``hubInfo`` and ``hub_info`` are one name."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).replace("-", "_").lower()
    return _PRIVATE.search(snake) is not None
