"""One line of the table: what was measured, in how many seconds, and what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Figure:
    """A measured time beside the one it is compared with, and the limit it has to keep.

    ``faster`` asks for at least so many times faster than ``reference``, ``slower`` for at most so
    many times slower, ``under`` for less than so many seconds.
    """

    what: str
    ours: float  # s
    against: str = ""
    reference: Optional[float] = None  # s
    faster: Optional[float] = None
    slower: Optional[float] = None
    under: Optional[float] = None  # s

    @property
    def ratio(self) -> str:
        """How the two times compare, in the direction that was asked for."""
        if self.reference is None:
            return ""
        if self.slower is not None or self.under is not None:
            return f"{self.ours / self.reference:.2f} x its time"
        return f"{self.reference / self.ours:.1f} x faster"

    @property
    def asked(self) -> str:
        """The limit in words."""
        if self.faster is not None:
            return "never slower" if self.faster == 1 else f"at least {self.faster:g} x faster"
        if self.slower is not None:
            return f"at most {self.slower:g} x its time"
        return f"under {text(self.under)}" if self.under is not None else ""

    @property
    def kept(self) -> bool:
        """Whether the limit was kept."""
        if self.faster is not None and self.reference is not None:
            return self.reference / self.ours >= self.faster
        if self.slower is not None and self.reference is not None:
            return self.ours / self.reference <= self.slower
        return self.under is None or self.ours < self.under


def text(seconds: Optional[float]) -> str:
    """Seconds as a reader would say them."""
    if seconds is None:
        return ""
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"
