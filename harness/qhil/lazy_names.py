"""Names of a package that are loaded when first used (PEP 562): what is not used costs nothing."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Callable, Mapping


def lazily(package: str, home: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package whose names live in the modules of ``home``."""

    def load(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(home[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return load
