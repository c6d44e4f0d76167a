"""Which of command line, configuration and default counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from qhil.pytest_plugin.settings import DEFAULT_DEVICE, Asked, Seed, Settings, settings
from qhil_fixtures import configuration


@pytest.fixture
def kept(suite):
    """Configure pytest in the suite's folder, and read the settings."""

    def keep(*arguments: str, ini: str = "", handed: int | None = None) -> Settings:
        suite.write(ini=ini)
        config = suite.pytester.parseconfig(*arguments)
        if handed is not None:  # as in a worker of pytest-xdist
            config.workerinput = {"qhil_seed": handed}
        return settings(config)

    return keep


def test_the_defaults(kept):
    assert kept() == Settings(
        devices=Asked(("ibmq_manila",)),
        noises=Asked(("recorded",)),
        seed=Seed(0),
        recordings=(),
        strict=True,
    )


def test_the_default_device_is_bundled_and_has_five_qubits():
    assert configuration(DEFAULT_DEVICE)["n_qubits"] == 5


def test_the_configuration_counts_more_than_the_defaults(kept):
    found = kept(
        ini='qhil_device = "ibmq_belem"\nqhil_noise = ["ideal", "twirled"]\nqhil_seed = 7\n'
        "qhil_strict = false"
    )

    assert found.devices == Asked(("ibmq_belem",), "qhil_device")
    assert found.noises == Asked(("ideal", "twirled"), "qhil_noise")
    assert found.seed == Seed(7, "qhil_seed")
    assert not found.strict


def test_the_command_line_counts_more_than_the_configuration(kept):
    found = kept(
        "--qhil-device=ibmq_armonk",
        "--qhil-noise=readout",
        "--qhil-seed=8",
        "--qhil-no-strict",
        ini='qhil_device = "ibmq_belem"\nqhil_noise = "ideal"\nqhil_seed = 7\nqhil_strict = true',
    )

    assert found.devices == Asked(("ibmq_armonk",), "--qhil-device", explicit=True)
    assert found.noises == Asked(("readout",), "--qhil-noise", explicit=True)
    assert found.seed == Seed(8, "--qhil-seed", explicit=True)
    assert not found.strict


@pytest.mark.parametrize(
    "arguments",
    [["--qhil-device=a, b,,a"], ["--qhil-device", "a", "--qhil-device=b", "--qhil-device=a"]],
)
def test_names_may_be_repeated_or_have_commas_between_them(kept, arguments):
    assert kept(*arguments).devices.names == ("a", "b")


@pytest.mark.parametrize("value", ['"a, b"', '"a,b"', '"a b"', '["a", "b"]', '["a,b"]'])
def test_names_in_the_configuration_may_be_a_list_or_a_text(kept, value):
    assert kept(ini=f"qhil_device = {value}").devices.names == ("a", "b")


def test_folders_of_the_command_line_go_before_those_of_the_configuration(kept, suite):
    """The former are from the working folder on, the latter from that of the configuration."""
    found = kept("--qhil-recordings=mine", ini='qhil_recordings = ["theirs"]')

    assert found.recordings == (suite.path / "mine", suite.path / "theirs")
    assert all(isinstance(folder, Path) for folder in found.recordings)


def test_a_seed_is_drawn_unless_one_is_handed_over(kept):
    drawn = kept("--qhil-seed=random").seed

    assert drawn == Seed(drawn.value, "--qhil-seed", drawn=True, explicit=True)
    assert drawn.value != kept("--qhil-seed=random").seed.value
    assert kept("--qhil-seed=random", handed=3).seed.value == 3


def test_a_seed_handed_over_does_not_count_where_one_was_given(kept):
    assert kept("--qhil-seed=9", handed=3).seed.value == 9
