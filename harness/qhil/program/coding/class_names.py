"""Classes of Qiskit by name, so that nothing is imported before an object of one turns up.

An object can only be of a class whose module is loaded: to recognise one, `sys.modules` is asked.
To make one from JSON, its module is imported.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from dataclasses import dataclass
from typing import Any, Optional, Tuple


@dataclass(frozen=True)
class ClassName:
    """A class and the modules where versions of its package have it, the newest first."""

    name: str
    homes: Tuple[str, ...]

    def loaded(self) -> Optional[type]:
        """The class, if a module that has it is loaded."""
        for home in self.homes:
            found = getattr(sys.modules.get(home), self.name, None)
            if isinstance(found, type):
                return found
        return None

    def knows(self, o: Any) -> bool:
        """Whether an object is of this class; imports nothing."""
        found = self.loaded()
        return found is not None and isinstance(o, found)

    def imported(self) -> Any:
        """The class; its module is imported.

        Raises:
            ImportError: if the installed packages do not have it.
        """
        for home in self.homes:
            with contextlib.suppress(ModuleNotFoundError, AttributeError):
                return getattr(importlib.import_module(home), self.name)
        raise ImportError(f"the installed Qiskit has no {self.name} ({' or '.join(self.homes)})")


def class_name(name: str, *homes: str) -> ClassName:
    """Short for the table that names them."""
    return ClassName(name, homes)
