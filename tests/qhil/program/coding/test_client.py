import sys
from types import ModuleType, SimpleNamespace

import pytest
from qiskit.qpy.common import QPY_VERSION

from qhil.program.coding import client as under_test
from qhil.program.coding.client import PROVIDER, RUNTIME, client, newest_qpy_version
from qhil.stack import Stack

TERRA = Stack("0.46.3", "0.46.3", "0.14.2", None, None)
IBMQ = Stack("0.46.3", "0.46.3", "0.14.2", "0.20.2", None)
ONE = Stack("1.4.6", None, "0.16.4", None, "0.39.0")
TWO = Stack("2.6.2", None, "0.18.2", None, None)


@pytest.fixture
def uncached():
    newest_qpy_version.cache_clear()
    yield
    newest_qpy_version.cache_clear()


@pytest.mark.parametrize(
    ("stack", "name"), [(TERRA, PROVIDER), (IBMQ, PROVIDER), (ONE, RUNTIME), (TWO, RUNTIME)]
)
def test_the_generation_decides(monkeypatch, stack, name):
    monkeypatch.setattr(under_test, "stack", lambda: stack)

    assert client() == name


@pytest.mark.parametrize("stack", [TERRA, IBMQ, TWO])
def test_without_a_runtime_client_circuits_are_written_in_the_newest_version(
    monkeypatch, uncached, stack
):
    monkeypatch.setattr(under_test, "stack", lambda: stack)

    assert newest_qpy_version() == QPY_VERSION


@pytest.mark.parametrize(
    ("constants", "version"),
    [
        ({"SERVICE_MAX_SUPPORTED_QPY_VERSION": 4}, 4),
        ({"SERVICE_MAX_SUPPORTED_QPY_VERSION": 99}, QPY_VERSION),
        ({}, QPY_VERSION),
    ],
)
def test_the_runtime_client_says_what_the_service_reads(monkeypatch, uncached, constants, version):
    beside = ModuleType("qiskit_ibm_runtime_json")
    vars(beside).update(constants)
    encoder = type("RuntimeEncoder", (), {"__module__": beside.__name__})
    monkeypatch.setitem(sys.modules, beside.__name__, beside)
    monkeypatch.setitem(sys.modules, "qiskit_ibm_runtime", SimpleNamespace(RuntimeEncoder=encoder))
    monkeypatch.setattr(under_test, "stack", lambda: ONE)

    assert newest_qpy_version() == version
