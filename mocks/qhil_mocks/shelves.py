"""Where a store keeps its facts beyond the life of the process, if anywhere.

A store owns its facts in memory. It reads its shelf once, when it is made, and writes each change to it before it
tells anybody. `Unkept` is the shelf of a service that remembers nothing.

>>> shelf = Unkept().shelf("jobs", dict)
>>> shelf.put("a", {}); shelf.load()
{}
"""

from __future__ import annotations

import contextlib
from typing import ContextManager, Dict, Generic, Protocol, Type, TypeVar

Fact = TypeVar("Fact")


class Shelf(Protocol[Fact]):
    """Facts of one kind by key, in the order in which their keys first came."""

    def load(self) -> Dict[str, Fact]:
        """All that is kept."""

    def put(self, key: str, fact: Fact) -> None:
        """Keep ``fact``, in place of what was kept under that key."""

    def drop(self, key: str) -> None:
        """Keep nothing under that key."""


class Shelves(Protocol):
    """Shelves by name; ``kind`` is what msgspec decodes a fact as: a frozen dataclass, a dict, bytes."""

    def shelf(self, name: str, kind: Type[Fact]) -> Shelf[Fact]:
        """The shelf of that name."""

    @property
    def lasting(self) -> Shelves:
        """Shelves beside these, which `empty` leaves as they are."""

    def together(self) -> ContextManager[None]:
        """Within it, what a thread puts and drops is kept all or not at all."""

    def empty(self) -> None:
        """Keep nothing of what is there, nor of what is put on a shelf that somebody has had before."""

    def close(self) -> None:
        """Let go of where they are kept; nothing can be put there any more."""


class _Nowhere(Generic[Fact]):
    def load(self) -> Dict[str, Fact]:
        return {}

    def put(self, key: str, fact: Fact) -> None:
        pass

    def drop(self, key: str) -> None:
        pass


class Unkept:
    """Shelves on which nothing stays."""

    def shelf(self, name: str, kind: Type[Fact]) -> Shelf[Fact]:
        """A shelf that is always empty."""
        del name, kind
        return _Nowhere()

    @property
    def lasting(self) -> Shelves:
        """There is nothing that lasts."""
        return self

    def empty(self) -> None:
        """Nothing to remove."""

    def together(self) -> ContextManager[None]:
        """Nothing to keep together."""
        return contextlib.nullcontext()

    def close(self) -> None:
        """Nothing to let go of."""
