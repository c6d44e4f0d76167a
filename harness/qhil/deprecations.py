"""Deprecations that others' code sets off inside others' code: nothing the user could act on.

`warnings.catch_warnings` swaps the filters of the whole process and restores what it found, so that
two threads inside it at once can leave them changed for good. Here one entry is put before the
filters and taken away again, which commutes with whatever other threads do.
"""

from __future__ import annotations

import contextlib
import re
import warnings
from typing import Any, Iterator, List, cast


@contextlib.contextmanager
def ignored_deprecations(module: str = "") -> Iterator[None]:
    """Ignore `DeprecationWarning` set off in modules whose name starts with ``module``.

    In all threads, for the length of the block. ``module`` is a regular expression.
    """
    filters = cast(List[Any], warnings.filters)
    # Not `warnings.filterwarnings`: it keeps one entry of a kind, so that the first of two threads
    # to leave would take away the second's; and warnings shown once would be shown once more.
    entry = ("ignore", None, DeprecationWarning, re.compile(module) if module else None, 0)
    filters.insert(0, entry)
    try:
        yield
    finally:
        filters.remove(entry)
