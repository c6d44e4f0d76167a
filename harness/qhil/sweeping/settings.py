"""What a sweep is told besides its scenario. It travels to other processes as a pickle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterable, Optional, Sequence, Tuple, Type, Union

from qhil.sweeping.difference import difference

Documented = Union[str, Type[BaseException]]
Scenario = Callable[[], Any]


@dataclass(frozen=True)
class SweepSettings:
    """See `qhil.sweep`."""

    documented: Sequence[Documented] = ()
    seed: int = 0
    virtual_limit: float = 3600.0
    call_limit: int = 1000
    hard_limit: Optional[float] = 60.0
    resubmissions: int = 0
    compare: Callable[[Any, Any], Optional[str]] = difference
    left: Optional[Callable[[], Iterable[str]]] = None

    def __post_init__(self) -> None:
        documented = self.documented
        if isinstance(documented, (str, type)):
            raise TypeError(f"documented must be several exceptions, such as ({documented!r},)")
        for one in documented:
            if not isinstance(one, str) and not _is_exception(one):
                raise TypeError(f"documented must be exceptions or their names, not {one!r}")
        object.__setattr__(self, "documented", tuple(documented))
        for name in ("virtual_limit", "call_limit"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above 0, not {getattr(self, name)!r}")
        if self.hard_limit is not None and not self.hard_limit > 0:
            raise ValueError(f"hard_limit must be above 0 or None, not {self.hard_limit!r}")
        if self.resubmissions < 0:
            raise ValueError(f"resubmissions must be 0 or more, not {self.resubmissions!r}")

    @property
    def documented_names(self) -> Tuple[str, ...]:
        """The documented exceptions as text."""
        return tuple(one if isinstance(one, str) else qualified(one) for one in self.documented)

    def documents(self, error: BaseException) -> bool:
        """Whether ``error`` is one of the documented, or of a class derived from one."""
        return any(
            one in _names(type(error)) if isinstance(one, str) else isinstance(error, one)
            for one in self.documented
        )


def qualified(kind: Type[BaseException]) -> str:
    """The name of a class with that of its module, if it is not built in."""
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def _names(kind: Type[BaseException]) -> set[str]:
    return {
        name
        for base in kind.__mro__
        for name in (base.__name__, f"{base.__module__}.{base.__qualname__}")
    }


def _is_exception(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseException)
