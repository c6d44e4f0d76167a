"""Numbers from 0 on, none of them twice, be it after a restart.

>>> from qhil_mocks.shelves import Unkept
>>> numbers = Numbering(Unkept(), "jobs")
>>> numbers.next(), numbers.next()
(0, 1)

Ids are drawn from a seed and such a number: see `qhil_mocks.identities`.
"""

from __future__ import annotations

from qhil_mocks.shelves import Shelves


class Numbering:
    """The numbers of one purpose. Their owner lets one thread at a time have one."""

    def __init__(self, shelves: Shelves, purpose: str) -> None:
        self._shelf = shelves.shelf("next numbers", int)
        self._purpose = purpose
        self._next = self._shelf.load().get(purpose, 0)

    @property
    def unused(self) -> bool:
        """Whether none was given out yet."""
        return self._next == 0

    def next(self) -> int:
        """The next number, which is kept as used."""
        number = self._next
        self._shelf.put(self._purpose, number + 1)
        self._next = number + 1
        return number
