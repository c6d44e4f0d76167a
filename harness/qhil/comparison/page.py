"""A comparison as one page of HTML that needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qhil.comparison.comparison import Comparison


def to_html(comparison: Comparison) -> str:
    """The text of the page."""
    raise NotImplementedError(comparison.device)
