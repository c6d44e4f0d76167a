from __future__ import annotations

import math

import pytest

from qhil.recordings.quantities import FREQUENCY, GATE_QUANTITIES, QUBIT_QUANTITIES, TIME


@pytest.mark.parametrize(
    ("value", "unit", "seconds"),
    [
        (1.5, "s", 1.5),
        (1.5, "ms", 1.5e-3),
        (120.3, "us", 120.3e-6),
        (120.3, "\u00b5s", 120.3e-6),
        (120.3, "\u03bcs", 120.3e-6),
        (35.555555555555554, "ns", 35.555555555555554e-9),
    ],
)
def test_times_become_seconds(value, unit, seconds):
    factor, divisor = TIME[unit]

    assert value * factor / divisor == seconds


@pytest.mark.parametrize(("unit", "hertz"), [("Hz", 5), ("kHz", 5e3), ("MHz", 5e6), ("GHz", 5e9)])
def test_frequencies_become_hertz(unit, hertz):
    factor, divisor = FREQUENCY[unit]

    assert 5 * factor / divisor == hertz


@pytest.mark.parametrize(
    ("name", "legal", "illegal"),
    [
        ("T1", [5e-324, 1.0], [0.0, -1e-6, math.inf, math.nan]),
        ("frequency", [0.0, 5e9], [-5e9, math.inf]),
        ("anharmonicity", [-3e8, 0.0], [-math.inf, math.nan]),
        ("readout_error", [0.0, 0.5, 1.0], [-1e-9, 1.0000001, math.nan]),
        ("readout_length", [0.0, 1e-6], [-1e-9]),
        ("operational", [0.0, 1.0], [0.5, 2.0, -1.0, math.nan]),
    ],
)
def test_a_quantity_knows_the_values_it_can_have(name, legal, illegal):
    quantity = QUBIT_QUANTITIES[name]

    assert all(quantity.holds(value) for value in legal)
    assert not any(quantity.holds(value) for value in illegal)


def test_a_dead_gate_with_an_error_of_one_is_legal():
    assert GATE_QUANTITIES["gate_error"].holds(1.0)
