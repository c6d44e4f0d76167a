"""Imports from a program's folder, for as long as the program runs.

The folder comes first, as it does for a script, with one exception: a file in it never stands in for a
module of Python's own, which the host and Qiskit need too. Afterwards nothing is left: neither
the modules that came from there, nor others in place of those that were there before.
"""

from __future__ import annotations

import contextlib
import sys
import sysconfig
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any, Dict, Iterator, List, Optional, Sequence

_STANDARD_FOLDERS = [
    folder
    for name in ("stdlib", "platstdlib")
    for folder in (sysconfig.get_path(name), str(Path(sysconfig.get_path(name), "lib-dynload")))
]


@contextlib.contextmanager
def import_path(folder: Path) -> Iterator[None]:
    """Import what lies in ``folder`` from there, and put everything back in the end."""
    finder: Any = _FolderFinder(folder)
    before = dict(sys.modules)
    hidden = [name for name in before if _is_hidden(name, before, finder)]
    for name in hidden:
        del sys.modules[name]
    path = list(sys.path)
    sys.meta_path.insert(0, finder)
    sys.path.append(str(folder))  # for the processes that the program starts
    try:
        yield
    finally:
        sys.meta_path[:] = [one for one in sys.meta_path if one is not finder]
        sys.path[:] = path
        _put_back(before, folder)


class _FolderFinder:
    """Finds the top-level modules of one folder, but for those that Python has itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find_spec(
        self, name: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        """See `importlib.abc.MetaPathFinder`."""
        if path is not None or is_standard(name):
            return None
        spec = PathFinder.find_spec(name, [str(self._folder)], target)
        # Without a loader it is a folder without __init__.py: whatever else has that name goes first.
        return spec if spec is not None and spec.loader is not None else None


def is_standard(name: str) -> bool:
    """Whether Python itself has a top-level module of that name."""
    names = getattr(sys, "stdlib_module_names", None)  # since Python 3.10
    if names is not None:
        return name in names
    if name in sys.builtin_module_names:
        return True
    return PathFinder.find_spec(name, _STANDARD_FOLDERS) is not None


def _is_hidden(name: str, modules: Dict[str, ModuleType], finder: _FolderFinder) -> bool:
    """Whether a loaded module has a name for which the folder has a module of its own."""
    top = name.partition(".")[0]
    loaded = getattr(modules.get(top), "__file__", None)
    if loaded is None or top == "__main__":
        return False
    spec = finder.find_spec(top)
    return spec is not None and spec.origin != loaded


def _put_back(before: Dict[str, ModuleType], folder: Path) -> None:
    """Undo what happened to ``sys.modules``, as far as it is the program's: see the module's docstring."""
    changed = [name for name, module in sys.modules.items() if before.get(name) is not module]
    own = {name for name in changed if _lies_in(folder, sys.modules[name])}
    for name in changed:
        if name in own or name.partition(".")[0] in own:
            del sys.modules[name]
    sys.modules.update(before)


def _lies_in(folder: Path, module: Optional[ModuleType]) -> bool:
    """Whether a module or package stands directly in the folder, so that its path entry gave it.

    One that is merely below it, as in a virtual environment, came from elsewhere.
    """
    file = getattr(module, "__file__", None)
    paths: List[Path] = [Path(path) for path in getattr(module, "__path__", ())]
    if not paths and isinstance(file, str):
        paths = [Path(file)]
    return any(folder == path.resolve().parent for path in paths)
