"""Ids, tokens and keys that nobody can guess and one seed repeats.

>>> Identities(7).text("job", 0, digits=24) == Identities(7).text("job", 0, digits=24)
True

What is drawn depends on the seed and on what it is for, not on what was drawn before: so requests that come in
another order do not change each other's.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Optional, Union

from qhil_mocks.errors import ShelvesError
from qhil_mocks.shelves import Shelf, Shelves


class Identities:
    """Draws from one seed; None draws the seed itself, and ``seed`` tells it.

    Raises:
        ValueError: for a seed that is no integer from 0 on.
    """

    def __init__(self, seed: Optional[int]) -> None:
        if seed is not None and (type(seed) is not int or seed < 0):
            raise ValueError(f"seed must be a non-negative integer or None, not {seed!r}")
        self.seed = secrets.randbits(64) if seed is None else seed

    @classmethod
    def kept(cls, seed: Optional[int], shelves: Shelves) -> Identities:
        """From the seed that is kept there; if there is none yet, from ``seed``, which is kept.

        Raises:
            ShelvesError: if another is kept than ``seed``.
        """
        first = _shelf(shelves).load().get("seed")
        if first is not None and seed not in (None, first):
            # Without saying which: who knows it can draw every token.
            raise ShelvesError(
                f"seed {seed} is not the one that the file was made with; None goes on with that one"
            )
        identities = cls(seed if first is None else first)
        if first is None:
            identities.keep(shelves)
        return identities

    def keep(self, shelves: Shelves) -> None:
        """Keep the seed there."""
        _shelf(shelves).put("seed", self.seed)

    def followed_by(self, shelves: Shelves) -> Identities:
        """From the seed that is kept there, if one is; else these."""
        found = _shelf(shelves).load().get("seed")
        return self if found is None else Identities(found)

    def text(self, *purpose: Union[str, int], digits: int) -> str:
        """So many hex digits, the same for the same purpose; ``purpose`` is what it is for, and which of these."""
        named = "/".join(map(str, (self.seed, *purpose)))
        return hashlib.shake_256(named.encode()).hexdigest(-(-digits // 2))[:digits]

    def number(self, *purpose: Union[str, int]) -> int:
        """A seed of 61 bits for something random, the same for the same purpose."""
        return int(self.text(*purpose, digits=16), 16) >> 3


def _shelf(shelves: Shelves) -> Shelf[int]:
    return shelves.shelf("seed", int)


def digest(secret: str) -> str:
    """As what a token is kept: enough to know it again, useless to who reads it."""
    # JSON may hold half a surrogate, as what somebody takes for a token.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
