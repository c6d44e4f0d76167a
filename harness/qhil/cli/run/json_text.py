"""JSON as a person likes to read it: what fits on a line is on a line.

>>> print(readable({"kernel": [[1.0, 0.25], [0.25, 1.0]], "rows": 2}, width=24))
{
  "kernel": [
    [1.0, 0.25],
    [0.25, 1.0]
  ],
  "rows": 2
}
"""

from __future__ import annotations

import json
from typing import Any

_STEP = 2


def readable(value: Any, *, width: int = 80, indent: int = 0, lead: int = 0) -> str:
    """The JSON text of plain data; ``lead``: characters that stand before it on its first line."""
    line = json.dumps(value, ensure_ascii=False)
    if indent + lead + len(line) < width or not isinstance(value, (dict, list)) or not value:
        return line
    inner = indent + _STEP
    pad = " " * inner
    if isinstance(value, list):
        parts = [readable(part, width=width, indent=inner) for part in value]
        opened, closed = "[", "]"
    else:
        names = [f"{json.dumps(name, ensure_ascii=False)}: " for name in value]
        parts = [
            name + readable(part, width=width, indent=inner, lead=len(name))
            for name, part in zip(names, value.values())
        ]
        opened, closed = "{", "}"
    body = ",\n".join(pad + part for part in parts)
    return f"{opened}\n{body}\n{' ' * indent}{closed}"
