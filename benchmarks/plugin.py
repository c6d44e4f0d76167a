"""What the pytest plugin adds to a run of pytest that uses none of it."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Dict, List

import qhil
import qhil_fixtures
import qhil_mocks
from benchmarks.figures import Figure

_METADATA = {
    "METADATA": "Metadata-Version: 2.1\nName: qhil\nVersion: 0\n",
    "entry_points.txt": "[pytest11]\nqhil = qhil.pytest_plugin\n",
}


def plugin_time(repeats: int) -> Figure:
    """The median difference between runs of one empty test, by turns with the plugin and without.

    Both load whatever else is installed. Where qhil is not, a folder on the path tells pytest of it as an
    installation would, with the list of its files, which pytest reads too.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_one.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
        without = ["-p", "no:qhil"] if _is_installed() else []
        path = "" if _is_installed() else str(_announcement(folder / "announced"))
        differences: List[float] = []
        for _ in range(repeats + 1):
            difference = _seconds(folder, path, []) - _seconds(folder, "", without)
            differences.append(difference)
    what = "a pytest run that uses none of it: what the loaded plugin adds"
    return Figure(what, statistics.median(differences[1:]), under=0.05)  # the first compiles


def _is_installed() -> bool:
    try:
        version("qhil")
    except PackageNotFoundError:
        return False
    return True


def _announcement(folder: Path) -> Path:
    """A folder that says of qhil what an installation says."""
    info = folder / "qhil-0.dist-info"
    info.mkdir(parents=True)
    for name, text in _METADATA.items():
        (info / name).write_text(text, encoding="utf-8")
    packages = [Path(str(package.__file__)).parent for package in (qhil, qhil_fixtures, qhil_mocks)]
    files = [
        file.relative_to(package.parent).as_posix()
        for package in packages
        for file in package.rglob("*")
        if file.is_file()
    ]
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), encoding="utf-8")
    return folder


def _seconds(folder: Path, path: str, arguments: List[str]) -> float:
    """One run of pytest in a process of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=_environment(path), capture_output=True, check=True)
    return time.perf_counter() - start


def _environment(path: str) -> Dict[str, str]:
    """The environment, with ``path`` before the path along which this process imports."""
    paths = [path, *(str(Path(entry or ".").absolute()) for entry in sys.path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
