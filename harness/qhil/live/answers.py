"""Counts as services give them, as `MeasuredRun` has them."""

from __future__ import annotations

from typing import Dict, Mapping, Sequence, Tuple


def counts_without_spaces(found: Sequence[Mapping[str, int]]) -> Tuple[Dict[str, int], ...]:
    """Bit strings without the spaces between registers; plain integers."""
    return tuple(
        {key.replace(" ", ""): int(count) for key, count in counts.items()} for counts in found
    )
