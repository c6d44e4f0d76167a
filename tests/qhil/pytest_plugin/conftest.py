"""Suites of somebody else's, run by pytest in a session of their own."""

from __future__ import annotations

import os
from importlib.metadata import distributions
from pathlib import Path

import pytest

# Imported here, they are there before a session in this process begins: pytester forgets what such a
# session imports, and neither numpy nor msgspec may be imported twice.
import qhil.noise
import qhil.recordings.catalog  # noqa: F401

PLUGIN = "qhil.pytest_plugin"

BELL = """
from qiskit import QuantumCircuit, transpile


def bell(backend, shots=200):
    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure_all()
    circuit = transpile(circuit, backend, seed_transpiler=1)
    return dict(sorted(backend.run(circuit, shots=shots).result().get_counts().items()))
"""


def _is_installed() -> bool:
    return any(
        entry.group == "pytest11" and entry.value == PLUGIN
        for distribution in distributions()
        for entry in distribution.entry_points
    )


class Suite:
    """A folder with test files, and what pytest makes of them."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.path = pytester.path

    def write(self, **files: str) -> Suite:
        """Test files by their names without ``.py``; ``ini`` is for [tool.pytest.ini_options]."""
        ini = files.pop("ini", None)
        if ini is not None:
            (self.path / "pyproject.toml").write_text(f"[tool.pytest.ini_options]\n{ini}\n")
        for name, text in files.items():
            file = self.path / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"import pytest\n{text}\n", encoding="utf-8")
        return self

    def run(self, *arguments: str) -> pytest.RunResult:
        """In this process: for suites that import no Qiskit."""
        return self.pytester.runpytest_inprocess(*arguments)

    def run_apart(self, *arguments: str, timeout: float = 120) -> pytest.RunResult:
        """In a process of its own."""
        return self.pytester.runpytest_subprocess(*arguments, timeout=timeout)

    def ids(self, *arguments: str) -> list[str]:
        """What the tests are called."""
        result = self.run("--collect-only", "-q", *arguments)
        assert result.ret == 0, result.stdout.str()
        return [line.partition("::")[2] for line in result.outlines if "::" in line]


@pytest.fixture
def suite(pytester, request, monkeypatch):
    """A `Suite`, apart from what this session is run with."""
    here = request.config.invocation_params.dir
    paths = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(str(Path(here, path)) for path in paths))
    # Where the plugin is installed, pytest finds it by itself, and would not have it twice.
    load = "" if _is_installed() else f"-p {PLUGIN} "
    monkeypatch.setenv("PYTEST_ADDOPTS", f"{load}-p no:randomly -p no:asyncio")
    for name in ("CI", "BUILD_NUMBER", "PYTEST_TIMEOUT", "QHIL_RECORDINGS"):
        monkeypatch.delenv(name, raising=False)
    return Suite(pytester)


@pytest.fixture
def bell(suite):
    """The suite has a module ``bells`` with a function that gives the counts of a Bell state."""
    (suite.path / "bells.py").write_text(BELL)
    return suite
