"""How a report names models, and writes numbers.

>>> number(0.01234, ""), number(15321.0, "Hz"), number(1.08, "")
('0.0123', '15.3 kHz', '1.08')
"""

from __future__ import annotations

from typing import Mapping

MODEL_NAMES: Mapping[str, str] = {
    "before": "before",
    "after": "held out",
    "ideal": "ideal",
    "uniform": "uniform",
    "mix": "mix",
}


def number(value: float, unit: str) -> str:
    """Three digits, kilohertz for hertz."""
    return f"{value / 1e3:.3g} kHz" if unit == "Hz" else f"{value:.3g}"
