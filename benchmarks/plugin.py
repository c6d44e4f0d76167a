"""What the pytest plugin adds to a run of pytest that uses none of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from importlib import metadata
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
    """Runs of one empty test, by turns with the plugin and without: how far the fastest are apart.

    The fastest, because the difference is small, and whatever else the machine does only adds. Where qhil
    is not installed, a folder on the path tells pytest of it as an installation would, with the list
    of its files, which pytest reads too.
    """
    found = {
        entry.name
        for distribution in metadata.distributions()
        for entry in distribution.entry_points
        if entry.group == "pytest11"
    }
    installed = "qhil" in found
    common = [word for other in found - {"qhil"} for word in ("-p", f"no:{other}")]
    without = [*common, "-p", "no:qhil"] if installed else common
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_one.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
        path = "" if installed else str(_announcement(folder / "announced"))
        turns = [
            (_seconds(folder, path, common), _seconds(folder, "", without)) for _ in range(repeats)
        ]
    with_it, without_it = (min(times) for times in zip(*turns))
    what = "a pytest run that uses none of it: what the loaded plugin adds"
    return Figure(what, with_it - without_it, under=0.05)


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
    (info / "RECORD").write_text(
        "".join(f"{file},sha256={'0' * 43},1\n" for file in files), encoding="utf-8"
    )
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
