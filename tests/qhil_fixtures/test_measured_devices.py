from __future__ import annotations

import doctest
from pathlib import Path

import qhil_fixtures
from qhil_fixtures import measured_devices


def test_every_run_has_its_shots_for_every_circuit():
    data = qhil_fixtures.hardware_counts()

    assert len(data["runs"]) == 130
    assert len({run["device"] for run in data["runs"]}) == 9
    for run in data["runs"]:
        assert len(run["counts"]) == len(data["circuits"][run["family"]])
        for counts in run["counts"]:
            assert sum(counts.values()) == run["shots"]
            assert all(0 <= int(key) < 2 ** data["measured_bits"][run["family"]] for key in counts)


def test_source_and_licence_are_told():
    data = qhil_fixtures.hardware_counts()
    readme = Path(qhil_fixtures.__file__).parent / "counts" / "README.md"
    text = readme.read_text(encoding="utf-8")

    assert data["licence"] == "CC-BY-4.0"
    assert "arXiv:2109.11405" in text
    assert data["commit"] in text


def test_the_example_runs():
    assert doctest.testmod(measured_devices).failed == 0
