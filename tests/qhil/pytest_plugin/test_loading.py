"""What the plugin costs a suite that uses none of it, and how pytest finds it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "jsonschema",
    "msgspec",
    "numpy",
    "psutil",
    "qhil_mocks",
    "qiskit",
    "qiskit_aer",
    "requests",
    "responses",
    "rich",
    "scipy",
)

# Other plugins, which import what they like, are left out.
LOOK = f"""
import sys
import pytest

status = pytest.main(["-q", "-p", "{{plugin}}", *sys.argv[1:]])
found = [name for name in {HEAVY} if name in sys.modules]
print("status", int(status), "loaded", "qhil.pytest_plugin" in sys.modules, "found", found)
"""

USES_NONE = """
@pytest.mark.parametrize("n", [1, 2])
def test_x(n, tmp_path):
    assert n


def test_compares_and_fails():
    assert {"a": 1} == {"a": 2}
"""


@pytest.fixture
def look(suite, monkeypatch):
    """Run pytest with this plugin alone, and tell what was imported."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS")

    def look(*arguments):
        done = subprocess.run(
            [sys.executable, "-c", LOOK.format(plugin="qhil.pytest_plugin"), *arguments],
            cwd=suite.path,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()[-1]

    return look


def test_a_suite_that_uses_none_of_it_pays_for_no_import(suite, look):
    suite.write(test_a=USES_NONE, ini='qhil_device = "ibmq_belem"\nqhil_seed = 3')

    assert look() == "status 1 loaded True found []"


def test_neither_does_one_that_only_collects(suite, look):
    suite.write(test_a="def test_x(run_program): pass")

    assert look("--collect-only") == "status 0 loaded True found ['msgspec']"


def test_a_device_alone_imports_no_qiskit(suite, look):
    suite.write(test_a="def test_x(recorded_device): assert recorded_device.n_qubits == 5")

    assert look() == "status 0 loaded True found ['msgspec']"


def test_the_installed_wheel_brings_the_plugin(installed, tmp_path):
    """By its entry point: nobody has to name it."""
    (tmp_path / "test_a.py").write_text(
        "def test_x(recorded_device): assert recorded_device.name == 'ibmq_belem'"
    )

    done = installed.run("pytest -p no:cacheprovider --qhil-device=ibmq_belem", cwd=tmp_path)

    assert done.returncode == 0, done.stdout
    assert "qhil: device ibmq_belem\n" in done.stdout
    assert "qhil-0" in done.stdout  # among the plugins, with its version
    assert "1 passed" in done.stdout


def test_it_can_be_switched_off_by_the_name_of_its_entry_point(installed, tmp_path):
    (tmp_path / "test_a.py").write_text("def test_x(recorded_device): pass")

    done = installed.run("pytest -p no:cacheprovider -p no:qhil", cwd=tmp_path)

    assert "fixture 'recorded_device' not found" in done.stdout
