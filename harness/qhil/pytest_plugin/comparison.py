"""``assert counts == expected`` between two sets of counts says how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import List, Optional


def pytest_assertrepr_compare(op: str, left: object, right: object) -> Optional[List[str]]:
    """An explanation for two mappings that are counts; None leaves it to pytest."""
    if op != "==" or not (isinstance(left, Mapping) and isinstance(right, Mapping)):
        return None
    from qhil.counts import explain_difference

    return explain_difference(left, right) or None
