from __future__ import annotations

import functools
import importlib
import inspect
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from qhil.ibmq_provider import import_ibmq_provider

# What the tests share: `wire_samples`.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def provider(requires, monkeypatch):
    """The coders of qiskit-ibmq-provider."""
    requires("qiskit-ibmq-provider")
    import_ibmq_provider()
    utils = importlib.import_module("qiskit.providers.ibmq.runtime.utils")
    monkeypatch.setattr(utils, "qpy_serialization", _qpy_of_its_time())
    return SimpleNamespace(encoder=utils.RuntimeEncoder, decoder=utils.RuntimeDecoder)


@pytest.fixture
def runtime(requires):
    """The coders of qiskit-ibm-runtime."""
    requires("qiskit-ibm-runtime")
    client = importlib.import_module("qiskit_ibm_runtime")
    return SimpleNamespace(encoder=client.RuntimeEncoder, decoder=client.RuntimeDecoder)


def _qpy_of_its_time():
    """What the provider imports from Qiskit, as it was up to terra 0.25.

    In terra 0.46 the two functions for parameters want to be told how symbols are written, which
    the provider does not: by itself it can neither write nor read a parameter there.
    """
    from qiskit import qpy
    from qiskit.qpy.binary_io import value

    functions = {
        name: _told(getattr(value, name))
        for name in ("_write_parameter_expression", "_read_parameter_expression_v3")
    }
    return SimpleNamespace(dump=qpy.dump, load=qpy.load, **functions)


def _told(function):
    takes = inspect.signature(function).parameters
    return (
        functools.partial(function, use_symengine=False) if "use_symengine" in takes else function
    )
