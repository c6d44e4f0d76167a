"""The place of calibration: numbers fitted to some of a series' circuits, carried by a recording."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

from benchmarks.fidelity.hardware import Series
from qhil import Recording


def calibrated(
    series: Series,
    layouts: Sequence[Sequence[Any]],
    recording: Recording,
    circuits: List[int],
) -> Optional[Recording]:
    """``recording`` with what is fitted to these ``circuits`` of the series; None: nothing can be fitted yet.

    ``layouts``: by seed, all circuits of the series, transpiled.
    """
    del series, layouts, recording, circuits
    return None
