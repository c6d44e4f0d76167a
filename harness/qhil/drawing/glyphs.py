"""Signs and colours of a terminal drawing: five levels, best to worst, and two for no level.

Signs alone tell the levels apart too, roughly, so that a drawing without colour can be read: heavy
lines are good couplings, dashed ones bad, and the higher the bar behind a qubit, the worse it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

COLOURS = ("#1f78b4", "#2a9d8f", "#b8960c", "#e67e22", "#d62728")
"""Best to worst. Told apart with any colour vision, and read on light and dark ground alike."""
NO_COLOUR = "#888888"
"""Out of order, or not calibrated."""


@dataclass(frozen=True)
class Glyphs:
    """One character each: lines and marks by level, and those for broken and unknown."""

    across: Tuple[str, ...]
    down: Tuple[str, ...]
    slanting: Tuple[str, str, str]  # falling, rising, both
    marks: Tuple[str, ...]
    broken: str
    unknown: str


UNICODE = Glyphs(
    across=("━", "━", "─", "╌", "╌"),
    down=("┃", "┃", "│", "╎", "╎"),
    slanting=("╲", "╱", "╳"),  # noqa: RUF001 - box drawing is meant
    marks=("▁", "▂", "▄", "▆", "█"),
    broken="×",  # noqa: RUF001 - the multiplication sign is meant
    unknown="·",
)
ASCII = Glyphs(
    across=("=", "=", "-", ".", "."),
    down=("#", "#", "|", ":", ":"),
    slanting=("\\", "/", "X"),
    marks=("a", "b", "c", "d", "e"),
    broken="x",
    unknown="?",
)


def glyphs_for(encoding: str) -> Glyphs:
    """The signs that an output of that encoding can show."""
    return UNICODE if encoding.lower().replace("-", "").startswith("utf") else ASCII
