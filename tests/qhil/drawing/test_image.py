import sys

import pytest

import qhil
from qhil.drawing import DrawingError, map_device, save_image

# matplotlib sets off deprecations of the parser it uses, while it is imported.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(params=["ibmq_armonk", "ibmq_belem", "ibm_washington"])
def device(request):
    return map_device(qhil.load_recording(request.param, source="bundled"), color_by="t1")


@pytest.mark.requires("matplotlib")
@pytest.mark.parametrize("suffix", [".png", ".svg", ".SVG"])
def test_the_same_device_gives_the_same_file(device, suffix, tmp_path):
    for name in ("one", "two"):
        save_image(device, tmp_path / f"{name}{suffix}")

    content = (tmp_path / f"one{suffix}").read_bytes()
    assert content == (tmp_path / f"two{suffix}").read_bytes()
    assert content.startswith(b"\x89PNG" if suffix == ".png" else b"<?xml")


@pytest.mark.requires("matplotlib")
def test_names_and_numbers_are_text_in_an_svg(device, tmp_path):
    save_image(device, tmp_path / "map.svg")

    text = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert device.name in text
    assert all(f">{qubit}</text>" in text for qubit in range(len(device.qubits)))


@pytest.mark.requires("matplotlib")
def test_odd_couplings_are_explained(make_device, tmp_path):
    pairs = {(0, 1): 1.0, (1, 2): None}
    save_image(make_device([0.0, None, 0.1], pairs, ((0, 0), (1, 0), (2, 0))), tmp_path / "a.svg")

    assert "out of order" in (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.requires("matplotlib", "networkx")
def test_what_is_no_lattice_is_placed_by_networkx(make_device, tmp_path):
    pairs = {(a, b): 0.01 for b in range(12) for a in range(b)}
    save_image(make_device([0.02] * 12, pairs, None), tmp_path / "all.png")

    assert (tmp_path / "all.png").stat().st_size > 10_000


@pytest.mark.requires("matplotlib")
def test_a_long_chain_does_not_ask_for_more_pixels_than_there_can_be(make_device, tmp_path):
    cells = tuple((x, 0) for x in range(1200))
    save_image(make_device([0.02] * 1200, {}, cells), tmp_path / "chain.png")

    assert (tmp_path / "chain.png").exists()


def test_an_unknown_format_is_refused_with_the_known(device, tmp_path):
    with pytest.raises(DrawingError, match=r"\.png or \.svg, not as \.gif"):
        save_image(device, tmp_path / "map.gif")


def test_without_matplotlib_the_error_has_the_command(device, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(DrawingError, match=r"pip install 'qhil\[plot\]'"):
        save_image(device, tmp_path / "map.png")


@pytest.mark.requires("matplotlib")
def test_without_networkx_the_error_has_the_command(make_device, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)

    with pytest.raises(DrawingError, match=r"no lattice.*pip install 'qhil\[plot\]'"):
        save_image(make_device([0.1, 0.2], {(0, 1): 0.1}, None), tmp_path / "map.png")
