"""A fixture that stands on the one it overrides hides what that one asks for, from pytest below 9.1."""

from __future__ import annotations

import pytest

TWO = '@pytest.mark.device("ibmq_manila", "ibmq_belem")\n'


@pytest.mark.parametrize(
    "override",
    [
        "def recorded_device(recorded_device): return recorded_device",
        "def recorded_backend(recorded_backend): return recorded_backend",
        "def run_program(run_program): return run_program",
    ],
)
def test_an_override_that_stands_on_ours_is_multiplied_as_ours(suite, override):
    suite.write(
        conftest=f"@pytest.fixture\n{override}",
        test_a=TWO + "def test_x(run_program): pass",
    )

    assert suite.ids() == ["test_x[ibmq_manila]", "test_x[ibmq_belem]"]


def test_so_is_an_override_of_an_override(suite):
    text = "@pytest.fixture\ndef recorded_device(recorded_device): return recorded_device\n"
    suite.write(
        conftest=text,
        test_a=text + TWO + "def test_x(recorded_device, request):\n"
        "    assert recorded_device.name in request.node.name",
    )

    suite.run().assert_outcomes(passed=2)


@pytest.mark.parametrize(
    "override",
    [
        "def recorded_device(): return 'ibmq_armonk'",
        "def recorded_backend(): return None",
    ],
)
def test_one_that_does_without_ours_is_not(suite, override):
    """It would not run on what its id tells."""
    suite.write(
        conftest=f"@pytest.fixture\n{override}",
        test_a=TWO + "def test_x(run_program): pass",
    )

    assert suite.ids() == ["test_x"]


def test_an_override_of_something_else_changes_nothing(suite):
    suite.write(
        conftest="@pytest.fixture\ndef tmp_path(tmp_path): return tmp_path",
        test_a=TWO + "def test_x(tmp_path): pass",
    )

    assert suite.ids() == ["test_x"]


def test_one_below_an_override_of_something_else_is_found(suite):
    suite.write(
        conftest="@pytest.fixture\ndef estimator(recorded_device): return recorded_device",
        test_a="@pytest.fixture\ndef estimator(estimator): return estimator\n"
        + TWO
        + "def test_x(estimator): pass",
    )

    assert suite.ids() == ["test_x[ibmq_manila]", "test_x[ibmq_belem]"]


def test_a_test_that_gives_the_device_itself_has_that(suite):
    suite.write(
        test_a="@pytest.mark.parametrize('recorded_device', ['a', 'b'])\n"
        + TWO
        + "def test_x(recorded_device): assert recorded_device in 'ab'"
    )

    assert suite.ids() == ["test_x[a]", "test_x[b]"]
    suite.run().assert_outcomes(passed=2)
