"""The fixture `live_backend`, the marker `live` and the options for both."""

from __future__ import annotations

import pytest

MARKED = """
@pytest.mark.live
def test_live():
    raise AssertionError("it runs")
"""

FIXTURE = """
from qiskit import QuantumCircuit


def flip():
    circuit = QuantumCircuit(1)
    circuit.x(0)
    circuit.measure_all()
    return {"flip": circuit}


def test_it_is_the_device_of_the_test(mock_ibmq, live_backend, recorded_device):
    assert live_backend.name == recorded_device.name == "ibmq_manila"
    assert live_backend.recording.properties().qubits == recorded_device.properties().qubits


@pytest.mark.parametrize("n", [1, 2])
def test_it_measures(mock_ibmq, live_backend, n):
    run = live_backend.measure(live_backend.planned(flip(), shots=100))
    assert run.shots == 100

"""


@pytest.fixture
def nobody(suite, monkeypatch):
    """A user without credentials."""
    for name in ("QE_TOKEN", "QE_URL", "QISKIT_IBM_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(suite.path))
    monkeypatch.setenv("USERPROFILE", str(suite.path))
    return suite


def test_without_credentials_it_is_skipped_with_the_reason(nobody):
    result = nobody.write(test_one=MARKED).run("-rs")

    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*no live service may be used: ibmq wants *; platform wants *"])


def test_where_it_is_required_it_is_failed_with_the_reason(nobody):
    result = nobody.write(test_one=MARKED).run("--qhil-live=require")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*--qhil-live=require: no live service may be used: *"])


def test_it_can_be_left_out(nobody, monkeypatch):
    monkeypatch.setenv("QE_TOKEN", "secret-token")
    monkeypatch.setenv("QE_URL", "https://example.org")
    result = nobody.write(test_one=MARKED).run("--qhil-live=off", "-rs")

    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*--qhil-live=off"])
    result.stdout.no_fnmatch_line("*secret-token*")


def test_another_word_is_refused(suite):
    result = suite.write(test_one=MARKED).run("--qhil-live=maybe")

    assert result.ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker")
class TestFixture:
    def test_nothing_is_submitted_unless_it_is_said_how_much(self, suite):
        result = suite.write(test_one=FIXTURE).run_apart("-rs", "-k", "measures or device_of")

        result.assert_outcomes(passed=1, failed=2)
        result.stdout.fnmatch_lines(
            ["*BudgetError: this would take 1 job, 100 shots, about 2.0 s*"]
        )

    def test_all_tests_together_keep_to_it(self, suite):
        result = suite.write(test_one=FIXTURE).run_apart(
            "--qhil-live-max-seconds=3", "-k", "measures"
        )

        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(["*BudgetError: over budget: about 4.*at most 3 s allowed*"])
