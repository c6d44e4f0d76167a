"""Mappings that refuse to change: for what frozen facts hold of free form.

``types.MappingProxyType`` would do, but cannot be pickled or copied, and recordings travel to
child processes.
"""

from __future__ import annotations

from typing import Any, Dict, NoReturn, Tuple, Type, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(Dict[K, V]):
    """A read-only, hashable dict; every method that would change it raises ``TypeError``."""

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError("this mapping belongs to a recording and cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # dict has None here: it can change
        return hash(frozenset(self.items()))

    def __reduce__(self) -> Tuple[Type[FrozenDict[Any, Any]], Tuple[Dict[Any, Any]]]:
        return FrozenDict, (dict(self),)


def frozen(value: Any) -> Any:
    """``value``, parsed from JSON, with FrozenDicts for objects and tuples for arrays."""
    if isinstance(value, dict):
        return FrozenDict({key: frozen(part) for key, part in value.items()})
    if isinstance(value, list):
        return tuple(frozen(part) for part in value)
    return value
