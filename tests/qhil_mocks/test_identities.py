"""What is drawn from a seed."""

from __future__ import annotations

import pytest

from qhil_mocks.identities import Identities


def test_one_seed_repeats_and_another_does_not():
    drawn = Identities(7).text("job", 3, digits=25)

    assert len(drawn) == 25
    assert Identities(7).text("job", 3, digits=25) == drawn
    assert Identities(8).text("job", 3, digits=25) != drawn
    assert Identities(7).text("job", 4, digits=25) != drawn
    assert 0 <= Identities(7).number("job", 3) < 2**61


def test_a_seed_that_is_drawn_is_told():
    drawn = Identities(None)

    assert Identities(drawn.seed).text("x", digits=64) == drawn.text("x", digits=64)
    assert Identities(None).seed != drawn.seed


@pytest.mark.parametrize("seed", [-1, True, 1.5, "7"])
def test_a_seed_is_an_integer(seed):
    with pytest.raises(ValueError, match="non-negative integer"):
        Identities(seed)
