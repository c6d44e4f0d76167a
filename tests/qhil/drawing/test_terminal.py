"""The drawing shows what it says it shows; not pinned sign by sign, except where that is the point."""

# ruff: noqa: RUF001 - signs of drawings are what is tested

import pytest

import qhil
from qhil.drawing import draw, glyphs_for, legend, map_device
from qhil.drawing.glyphs import ASCII, COLOURS, NO_COLOUR, UNICODE


def bundled(name):
    return map_device(qhil.load_recording(name, source="bundled"))


@pytest.fixture
def square(make_device):
    """Four qubits in a square: a good, a bad, a broken and an unknown coupling."""
    pairs = {(0, 1): 0.01, (0, 2): 0.09, (1, 3): 1.0, (2, 3): None}
    return make_device([0.01, 0.02, None, 0.5], pairs, ((0, 0), (1, 0), (0, 1), (1, 1)))


def test_qubits_lines_and_their_signs(square):
    lines = draw(square).plain.splitlines()

    assert lines == ["0▁━━━1▄", "╎    ×", "2····3█"]


def test_colours_tell_the_same(square):
    text = draw(square)
    styles = {text.plain[span.start : span.end]: span.style for span in text.spans}

    assert styles["━"].color.name == COLOURS[0]
    assert styles["╎"].color.name == COLOURS[-1]
    assert styles["×"].color.name == NO_COLOUR
    assert styles["█"].bgcolor.name == COLOURS[-1]


def test_the_legend_explains_every_sign_and_names_the_odd_ones_out(square):
    text = legend(square).plain

    assert "qubits: readout error" in text
    assert "lines: cx error" in text
    assert "worst qubits: 3 (50 %)" in text
    assert "×× out of order (error 1): 1-3" in text
    assert "·· not calibrated: 2-3" in text
    assert all(mark in text for mark in ("▁", "█", "━━", "╌╌"))


def test_ascii_signs_for_an_output_that_has_no_others(square):
    assert glyphs_for("US-ASCII") is ASCII
    assert glyphs_for("utf8") is glyphs_for("UTF-8") is UNICODE
    assert draw(square, glyphs=ASCII).plain.isascii()
    assert legend(square, glyphs=ASCII).plain.isascii()


@pytest.mark.parametrize("name", ["ibm_washington", "ibm_sherbrooke", "ibm_torino", "ibm_fez"])
def test_the_largest_devices_fit_eighty_columns(name):
    device = bundled(name)

    text = draw(device, width=80).plain

    assert max(map(len, text.splitlines())) <= 80
    assert all(f"{qubit}" in text for qubit in range(len(device.qubits)))


def test_a_narrow_terminal_gets_a_list():
    text = draw(bundled("ibm_fez"), width=60).plain

    assert "from a width of 79 characters on" in text
    assert len(text.splitlines()) == 157


def test_what_is_no_lattice_is_listed_with_neighbours(make_device):
    pairs = {(a, b): 0.01 for b in range(10) for a in range(b)}
    text = draw(make_device([0.02] * 10, pairs, None)).plain

    assert "no lattice" in text
    assert len(text.splitlines()) == 11
    assert "━━9 1 %" in text


def test_slanting_and_crossing_couplings(make_device):
    pairs = {(0, 3): 0.01, (1, 2): 0.01}
    cells = ((0, 0), (1, 0), (0, 1), (1, 1))

    assert "╳" in draw(make_device([0.1] * 4, pairs, cells)).plain
    assert "╲" in draw(make_device([0.1] * 4, {(0, 3): 0.01}, cells)).plain
    assert "╱" in draw(make_device([0.1] * 4, {(1, 2): 0.01}, cells)).plain


def test_a_device_without_calibration_is_drawn_all_the_same(make_device):
    device = make_device([None], {}, ((0, 0),))

    assert draw(device).plain == "0·"
    assert legend(device).plain == "no calibration known"
