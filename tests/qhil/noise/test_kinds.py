from __future__ import annotations

import pytest

from qhil.errors import NoiseKindError
from qhil.noise import NOISE_KINDS, NoiseKind


@pytest.mark.parametrize("name", NOISE_KINDS)
def test_every_kind_is_written_as_it_is_read(name):
    kind = NoiseKind.parse(name)

    assert kind == NoiseKind(name, 1.0)
    assert str(kind) == name
    assert NoiseKind.parse(f"{name}*0.25") == NoiseKind(name, 0.25)
    assert NoiseKind.parse(str(NoiseKind(name, 0.25))) == NoiseKind(name, 0.25)


def test_a_kind_is_given_back_as_it_is():
    kind = NoiseKind("twirled", 2.0)

    assert NoiseKind.parse(kind) is kind


def test_a_misspelt_kind_names_the_nearest():
    with pytest.raises(NoiseKindError, match="no noise kind 'twirld'; nearest: twirled"):
        NoiseKind.parse("twirld")


def test_a_kind_like_no_other_names_all():
    with pytest.raises(
        NoiseKindError, match="recorded, ideal, readout, gates, scheduled, faithful, twirled"
    ):
        NoiseKind.parse("????")


@pytest.mark.parametrize("factor", ["0", "-1", "nan", "inf"])
def test_a_factor_must_be_positive_and_finite(factor):
    with pytest.raises(NoiseKindError, match="positive and finite"):
        NoiseKind.parse(f"recorded*{factor}")


def test_a_factor_must_be_a_number():
    with pytest.raises(NoiseKindError, match="'half' in noise 'recorded\\*half' is not a number"):
        NoiseKind.parse("recorded*half")


def test_a_kind_is_a_text():
    with pytest.raises(NoiseKindError, match="not NoneType"):
        NoiseKind.parse(None)


@pytest.mark.parametrize(
    ("name", "gates", "readout"),
    [
        ("recorded", True, True),
        ("ideal", False, False),
        ("readout", False, True),
        ("gates", True, False),
    ],
)
def test_a_kind_says_what_is_noisy(name, gates, readout):
    kind = NoiseKind(name)

    assert (kind.has_gate_errors, kind.has_readout_errors) == (gates, readout)
    assert kind.is_ideal is not (gates or readout)
