"""Results whose numbers are NaN, as expectation values are that a service could not compute.

>>> with_nan(b'{"values": [0.25, 1], "metadata": [{"shots": 100, "method": "x"}]}')
b'{"values": [NaN, NaN], "metadata": [{"shots": NaN, "method": "x"}]}'
"""

from __future__ import annotations

import math
from typing import Any, Tuple

from qhil.errors import FaultError


def with_nan(text: bytes) -> bytes:
    """A program's result with NaN for every number in it, those in arrays too.

    Raises:
        FaultError: if there is no number in it.
    """
    from qhil.program.coding import decode, encode

    damaged, found = _damaged(decode(text.decode("utf-8")))
    if not found:
        raise FaultError("the answer has no number that could be NaN")
    return encode(damaged).encode("utf-8")


def _damaged(value: Any) -> Tuple[Any, bool]:
    """The value with NaN in it, and whether there was a number."""
    import numpy as np

    if isinstance(value, bool):
        return value, False
    if isinstance(value, (int, float)):
        return math.nan, True
    if isinstance(value, np.ndarray) and value.size and np.issubdtype(value.dtype, np.number):
        return np.full(value.shape, math.nan), True
    if isinstance(value, dict):
        named = {name: _damaged(one) for name, one in value.items()}
        return {name: one for name, (one, _) in named.items()}, any(
            found for _, found in named.values()
        )
    if isinstance(value, (list, tuple)):
        listed = [_damaged(one) for one in value]
        return [one for one, _ in listed], any(found for _, found in listed)
    return value, False
