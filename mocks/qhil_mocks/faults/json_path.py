"""Where in a JSON value something stands.

>>> parts("$[0].infoQueue.position")
(0, 'infoQueue', 'position')
>>> told((0, "infoQueue"))
'$[0].infoQueue'
"""

from __future__ import annotations

import re
from typing import Any, Iterator, Tuple, Union

Path = Tuple[Union[int, str], ...]

_PATH = re.compile(r"\$(?:\.[^.\[\]\s]+|\[\d+\])+")
_PART = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


def readable_path(text: str) -> str:
    """A path, as the parameter of an effect."""
    if not _PATH.fullmatch(text):
        raise ValueError("a path such as $.id or $[0].status")
    return text


def parts(text: str) -> Path:
    """What leads there: names of fields, and numbers in lists."""
    return tuple(name or int(number) for name, number in _PART.findall(text))


def told(path: Path) -> str:
    """The path as it is written."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


def fields(value: Any, at: Path = ()) -> Iterator[Path]:
    """The paths of all fields in ``value``, however deep; elements of lists have no names, and are none."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*at, name)
            yield from fields(inner, (*at, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from fields(inner, (*at, index))


def holder_of(value: Any, path: Path) -> Any:
    """The object or list of ``value`` that has what stands at the path."""
    for part in path[:-1]:
        value = value[part]
    return value


def exists(value: Any, path: Path) -> bool:
    """Whether something stands there, be it an element of a list."""
    for part in path:
        in_object = isinstance(value, dict) and part in value
        in_list = isinstance(value, list) and part in range(len(value))
        if not (in_object or in_list):
            return False
        value = value[part]
    return True
