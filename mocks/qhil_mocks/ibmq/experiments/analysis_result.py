"""What was found out from an experiment: a fit, on some components of its device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from qhil_mocks.ibmq.experiments.entry import Entry

UNKNOWN = "No Information"
QUALITIES = ("Good", "Bad", UNKNOWN)


@dataclass(frozen=True)
class AnalysisResult(Entry):
    """A result of an experiment, seen and changed by whom that may be.

    ``fit`` and ``chisq`` are JSON as it was sent: fits that failed have values for which JSON has no word (NaN).
    """

    experiment: str
    type: str
    components: Tuple[str, ...] = ()
    fit: str = "{}"
    tags: Tuple[str, ...] = ()
    quality: str = UNKNOWN
    verified: bool = False
    chisq: Optional[str] = None
