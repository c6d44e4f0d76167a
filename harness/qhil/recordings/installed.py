"""Where installed Qiskit packages keep their published device snapshots.

Found as files: ``find_spec`` of a top-level package locates it (editable installs too) without
importing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Iterator, List, Tuple


@dataclass(frozen=True)
class Distribution:
    """A package that has snapshots.

    ``names`` are those that it is distributed under, the preferred first; ``folders`` are where
    inside of it the snapshots are.
    """

    import_name: str
    names: Tuple[str, ...]
    folders: Tuple[str, ...]


# qiskit-terra has backends; Qiskit 1.x kept five of them as backends_v1, Qiskit 2 none.
TERRA = Distribution(
    "qiskit",
    ("qiskit-terra", "qiskit"),
    ("providers/fake_provider/backends", "providers/fake_provider/backends_v1"),
)
RUNTIME = Distribution("qiskit_ibm_runtime", ("qiskit-ibm-runtime",), ("fake_provider/backends",))


def snapshot_folders(distribution: Distribution) -> Iterator[Tuple[str, str, Path]]:
    """Name, version and snapshot folder, for each place where it is installed with snapshots."""
    for package in _package_folders(distribution.import_name):
        for inside in distribution.folders:
            folder = package / inside
            if folder.is_dir():
                name, version = _name_and_version(distribution, package)
                yield name, version, folder


def _package_folders(import_name: str) -> List[Path]:
    try:
        spec = find_spec(import_name)
    except ValueError:  # already imported, by something that left no spec
        spec = None
    locations = spec.submodule_search_locations if spec else None
    return [Path(location) for location in locations or ()]


def _name_and_version(distribution: Distribution, package: Path) -> Tuple[str, str]:
    # From the name of the metadata folder beside the package: importlib.metadata would take
    # longer than all the rest.
    for name in distribution.names:
        prefix = f"{name.replace('-', '_')}-"
        for metadata in sorted(package.parent.glob(f"{prefix}*.dist-info")):
            return name, metadata.stem[len(prefix) :]
    version = package / "VERSION.txt"
    known = version.read_text(encoding="utf-8").strip() if version.is_file() else "?"
    return distribution.names[-1], known
