"""Which classes data may name: those of Qiskit that have ``settings``, and those that a caller allows.

A class that JSON names is imported and called with what JSON says. The legacy client does that
with any class of any module, so that a result could run ``os.system``.

>>> class Ansatz:
...     def __init__(self, depth):
...         self.depth = depth
...
...     @property
...     def settings(self):
...         return {"depth": self.depth}
>>> with allowed_settings(Ansatz):
...     named_class(Ansatz.__module__, "Ansatz").__name__
'Ansatz'
>>> named_class("subprocess", "Popen")
Traceback (most recent call last):
...
ValueError: subprocess.Popen is not made from data, ...
"""

from __future__ import annotations

import contextlib
import importlib
from types import ModuleType
from typing import Any, Iterable, Iterator, List, Optional, Sequence, Union

Allowed = Union[type, ModuleType]

_allowed: List[Allowed] = []


@contextlib.contextmanager
def allowed_settings(*classes: Allowed) -> Iterator[None]:
    """Let JSON make objects of these classes, for the length of a ``with`` block, in all threads.

    Args:
        classes: classes whose objects have ``settings``, keyword arguments that make them anew;
            or modules, for all classes defined in them, such as the module of a program.
    """
    _allowed.extend(classes)
    try:
        yield
    finally:
        for one in classes:
            _allowed.remove(one)


def named_class(
    module: Any, name: Any, attribute: str = "settings", allowed: Sequence[Allowed] = ()
) -> type:
    """The class that data names.

    Args:
        module: where it says the class is defined.
        name: of the class.
        attribute: what a class of Qiskit must have.
        allowed: classes and modules besides those.

    Raises:
        ValueError: for a class that data may not name, or that is not there.
    """
    own = _own_class(module, name, (*allowed, *_allowed))
    if own is not None:
        return own
    if not (isinstance(module, str) and isinstance(name, str) and _is_of_qiskit(module)):
        raise _refusal(module, name, attribute)
    try:
        found = _class_in(importlib.import_module(module), name)
    except ImportError as error:
        raise ValueError(f"there is no module {module} here: {error}") from error
    if found is None:
        raise ValueError(f"module {module} defines no class {name}")
    if not hasattr(found, attribute):
        raise _refusal(module, name, attribute)
    return found


def _own_class(module: Any, name: Any, allowed: Iterable[Allowed]) -> Optional[type]:
    """The class among those that the caller allowed; nothing is imported for it."""
    for one in allowed:
        if not isinstance(one, ModuleType):
            if (one.__module__, one.__name__) == (module, name):
                return one
        elif one.__name__ == module and isinstance(name, str):
            return _class_in(one, name)
    return None


def _is_of_qiskit(module: str) -> bool:
    """Whether this names a module of ``qiskit``, ``qiskit_aer`` and the like, which importing does not run."""
    package, *parts = module.split(".")
    return (package == "qiskit" or package.startswith("qiskit_")) and all(
        part.isidentifier() and part != "__main__" for part in parts
    )


def _class_in(module: ModuleType, name: str) -> Optional[type]:
    """The class of that name, if it is defined there and not only imported."""
    found = getattr(module, name, None)
    return found if isinstance(found, type) and found.__module__ == module.__name__ else None


def _refusal(module: Any, name: Any, attribute: str) -> ValueError:
    return ValueError(
        f"{module}.{name} is not made from data, only classes of qiskit and qiskit_* packages that have "
        f"{attribute!r}. For a class of your own: with allowed_settings({name}): ..."
    )
