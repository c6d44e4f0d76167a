import pytest

from qhil.counts import explain_difference
from qhil.counts.outcomes import Form, read_sample
from qhil.counts.rewriting import alike

REVERSED = (
    "the same counts with the bits in reverse: Qiskit writes the first bit last (little-endian)"
)
REGISTERS = "the same counts with the registers in reverse: Qiskit writes the first register last"
WRITTEN = "the same counts, written differently: left has "


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        (
            {"00": 5, "11": 3},
            {"0x0": 5, "0x3": 3},
            WRITTEN + "bit strings, right hexadecimal strings",
        ),
        (
            {"0x1": 5, "0x3": 3},
            {"0 1": 5, "1 1": 3},
            WRITTEN + "hexadecimal strings, right bit strings",
        ),
        (
            {"0 01": 5, "1 11": 3},
            {"001": 5, "111": 3},
            WRITTEN + "registers of 1 and 2 bits, right one register of 3 bits",
        ),
        ({"01": 5, "11": 3}, {"10": 5, "11": 3}, REVERSED),
        ({"01 1": 5}, {"1 10": 5}, REVERSED),
        ({"01": 5, "11": 3}, {"0x2": 5, "0x3": 3}, REVERSED),
        ({"0 01": 5, "1 11": 3}, {"01 0": 5, "11 1": 3}, REGISTERS),
        (
            {"00": 5, "11": 0},
            {"00": 5},
            "the same counts, but that one names outcomes with 0 shots that the other leaves out",
        ),
    ],
)
def test_counts_that_differ_in_writing_only_are_told_how(left, right, told):
    assert explain_difference(left, right) == [told]


def test_hexadecimal_outcomes_take_the_width_of_the_bits():
    left, right = alike(read_sample({"0x1": 5}, "l"), read_sample({"0 01": 5}, "r"))

    assert left == right
    assert left.form == Form("bits", (3,))


@pytest.mark.parametrize(("left", "right"), [({"0x8": 5}, {"000": 5}), ({"00": 5}, {"000": 5})])
def test_outcomes_that_do_not_fit_cannot_be_alike(left, right):
    assert alike(read_sample(left, "l"), read_sample(right, "r")) is None
