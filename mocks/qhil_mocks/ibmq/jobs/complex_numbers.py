"""Complex numbers of a Qobj: on the wire pairs of real and imaginary part, where an instruction has matrices.

>>> with_complex([{"name": "unitary", "params": [[[[0, 0], [1, 0]], [[1, 0], [0, 0]]]]}])[0]["params"]
[[[0j, (1+0j)], [(1+0j), 0j]]]
"""

from __future__ import annotations

from typing import Any, Dict, List

_WITH_MATRICES = frozenset({"unitary", "diagonal", "initialize", "kraus", "superop", "multiplexer"})


def with_complex(instructions: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """``instructions`` with complex numbers where those are meant."""
    return [
        {**one, "params": as_complex(one["params"])}
        if one.get("name") in _WITH_MATRICES and "params" in one
        else one
        for one in instructions
    ]


def as_complex(value: Any) -> Any:
    """``value`` with every pair of numbers as a complex one."""
    if not isinstance(value, list):
        return value
    if len(value) == 2 and all(isinstance(part, (int, float)) for part in value):
        return complex(*value)
    return [as_complex(part) for part in value]
