import pytest
from hypothesis import given
from hypothesis import strategies as st

from qhil.drawing.scale import LEVELS, Quantity, Scale, is_broken

rates = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=40)


def test_rates_are_in_percent_and_times_in_microseconds():
    assert Quantity.RATE.text(0.01234) == "1.23 %"
    assert Quantity.TIME.text(123.4e-6) == "123 µs"
    assert Quantity.RATE.text(None) == "-"


def test_a_long_time_is_a_good_time():
    scale = Scale.of("T1", Quantity.TIME, [10e-6, 20e-6, 30e-6, 40e-6, 50e-6])

    assert [scale.level(t) for t in (60e-6, 50e-6, 49e-6, 10e-6, 1e-6)] == [0, 0, 1, 4, 4]
    assert scale.legend()[0] == "≥50 µs"


def test_an_error_of_one_says_out_of_order_and_bends_no_scale():
    scale = Scale.of("cx error", Quantity.RATE, [0.01, 1.0, 0.02])

    assert scale.bounds[-1] == 0.02
    assert is_broken(Quantity.RATE, 1.0)
    assert not is_broken(Quantity.TIME, 1.0)


def test_a_scale_over_nothing_has_no_best():
    assert Scale.of("cx error", Quantity.RATE, [None, 1.0]).best is None


@given(rates, st.sampled_from(Quantity))
def test_levels_go_from_best_to_worst(values, quantity):
    scale = Scale.of("x", quantity, values)
    known = [v for v in values if v is not None and not is_broken(quantity, v)]
    ordered = sorted(known, reverse=quantity.long_is_good)

    levels = [scale.level(value) for value in ordered]

    assert levels == sorted(levels)
    assert all(0 <= level < LEVELS for level in levels)
    if known:
        assert set(levels) == set(scale.used_levels())
        assert len(scale.legend()) == len(scale.used_levels())


@pytest.mark.parametrize("count", [1, 2, 5, 7])
def test_few_values_use_few_levels(count):
    scale = Scale.of("x", Quantity.RATE, [0.01 * (n + 1) for n in range(count)])

    assert len(scale.used_levels()) == min(count, LEVELS)
