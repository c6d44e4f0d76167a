"""Where installed Qiskit packages keep their published device snapshots; found as files, nothing of Qiskit is imported.

``find_spec`` of a top-level package locates it (editable installs too) without importing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Iterator, List, Tuple


@dataclass(frozen=True)
class Distribution:
    """A package that has snapshots: the names it is distributed under (first the one to prefer), and the folders inside."""

    import_name: str
    names: Tuple[str, ...]
    folders: Tuple[str, ...]


# qiskit-terra below 0.47 has backends; Qiskit 1.x kept five of them as backends_v1, Qiskit 2 none.
TERRA = Distribution(
    "qiskit",
    ("qiskit-terra", "qiskit"),
    ("providers/fake_provider/backends", "providers/fake_provider/backends_v1"),
)
RUNTIME = Distribution("qiskit_ibm_runtime", ("qiskit-ibm-runtime",), ("fake_provider/backends",))


def snapshot_folders(distribution: Distribution) -> Iterator[Tuple[str, Path]]:
    """Label (name and version) and snapshot folder, for each place where the package is installed with snapshots."""
    for package in _package_folders(distribution.import_name):
        for inside in distribution.folders:
            folder = package / inside
            if folder.is_dir():
                yield _label(distribution, package), folder


def _package_folders(import_name: str) -> List[Path]:
    try:
        spec = find_spec(import_name)
    except ValueError:  # already imported, by something that left no spec
        spec = None
    locations = spec.submodule_search_locations if spec else None
    return [Path(location) for location in locations or ()]


def _label(distribution: Distribution, package: Path) -> str:
    """From the metadata folder beside the package (``importlib.metadata`` would take longer than all the rest)."""
    for name in distribution.names:
        wheel_name = name.replace("-", "_")
        for metadata in sorted(package.parent.glob(f"{wheel_name}-*.dist-info")):
            return f"{name} {metadata.name[len(wheel_name) + 1 : -len('.dist-info')]}"
    version = package / "VERSION.txt"
    told = version.read_text(encoding="utf-8").strip() if version.is_file() else "of unknown version"
    return f"{distribution.names[-1]} {told}"
