"""Calibration values as a reader wants them: percent, microseconds, GHz.

>>> quantity_text("T1", 8.2e-05), quantity_text("readout error", 0.0213), quantity_text("gate error", None)
('82 µs', '2.13 %', '-')
>>> relative_text(-0.5), relative_text(2.0)
('-50 %', 'x 3')
"""

from __future__ import annotations

from typing import Optional

_UNITS = {
    "T1": (1e6, "µs"),
    "T2": (1e6, "µs"),
    "frequency": (1e-9, "GHz"),
    "gate length": (1e9, "ns"),
}


def quantity_text(quantity: str, value: Optional[float]) -> str:
    """With its unit; ``-`` where it is not known."""
    if value is None:
        return "-"
    factor, unit = _UNITS.get(quantity, (100.0, "%"))
    digits = 7 if unit == "GHz" else 3
    return f"{value * factor:.{digits}g} {unit}"


def relative_text(relative: Optional[float]) -> str:
    """In percent, or as a factor where it doubles at least."""
    if relative is None:
        return "-"
    if relative >= 1:
        return f"x {1 + relative:.3g}"
    return f"{100 * relative:+.2g} %"


def p_text(p: Optional[float]) -> str:
    """A p-value, or ``-`` for none; one too small for a float is said to be that, not 0."""
    if p is None:
        return "-"
    return "< 1e-300" if p < 1e-300 else f"{p:.2g}"
