"""An environment with Qiskit 2 on top of terra, as an unpinned install makes it, says the cure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qhil.errors import StackError
from qhil.stack import stack

# What `pip install qiskit-terra==0.46.3 qiskit-aer==0.14.2` leaves behind.
TRAP = {"qiskit": "2.6.2", "qiskit-terra": "0.46.3", "qiskit-aer": "0.14.2"}


def install(folder: Path, versions: dict[str, str]) -> None:
    """Write metadata as pip does, and a qiskit that fails to import as the mixed one does."""
    for name, version in versions.items():
        info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (folder / "qiskit").mkdir()
    (folder / "qiskit" / "__init__.py").write_text("raise ImportError('invalid environment')\n")


@pytest.fixture
def trap(tmp_path, monkeypatch):
    install(tmp_path, TRAP)
    monkeypatch.syspath_prepend(tmp_path)
    stack.cache_clear()
    yield tmp_path
    stack.cache_clear()


def test_the_trap_is_named_with_its_versions(trap):
    with pytest.raises(StackError, match=r"qiskit-terra 0\.46\.3 and qiskit 2\.6\.2"):
        stack()


@pytest.mark.parametrize("extra", ["terra", "qiskit"])
def test_the_message_has_a_command_for_either_way_out(trap, extra):
    with pytest.raises(StackError) as caught:
        stack()

    (line,) = (line for line in str(caught.value).splitlines() if f"'qhil[{extra}]'" in line)
    assert "pip uninstall -y qiskit qiskit-terra && pip install" in line


def run(code: str, trap: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter, where Qiskit is not imported yet, with the trap first."""
    path = os.pathsep.join([str(trap), *sys.path])
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_backend_in_the_trap_fails_with_that_message_and_not_with_qiskits(trap):
    ended = run("import qhil; qhil.RecordedBackend('ibmq_manila')", trap)

    assert ended.returncode != 0
    assert "StackError" in ended.stderr
    assert "pip uninstall -y qiskit qiskit-terra" in ended.stderr


@pytest.mark.parametrize("arguments", ["'devices'", "'show', 'ibmq_manila'"])
def test_commands_that_need_no_qiskit_work_in_the_trap(trap, arguments):
    ended = run(
        f"import sys; sys.argv[1:] = [{arguments}]; from qhil.cli import main; main()", trap
    )

    assert ended.returncode == 0, ended.stderr
    assert "ibmq_manila" in ended.stdout
