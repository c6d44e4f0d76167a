"""A dict that refuses to change: for the small mappings inside frozen facts.

``types.MappingProxyType`` would do, but cannot be pickled or copied, and recordings travel to child processes.
"""

from __future__ import annotations

from typing import Any, Dict, NoReturn, Tuple, Type, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(Dict[K, V]):
    """A read-only, hashable dict; every method that would change it raises ``TypeError``."""

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError("this mapping belongs to a recording and cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse  # type: ignore[assignment]  # narrower on purpose
    clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]  # likewise

    def __hash__(self) -> int:  # type: ignore[override]  # dict says None: it can change, this cannot
        return hash(frozenset(self.items()))

    def __reduce__(self) -> Tuple[Type[FrozenDict[Any, Any]], Tuple[Dict[Any, Any]]]:
        return FrozenDict, (dict(self),)
