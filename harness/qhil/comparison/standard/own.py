"""Circuits of the user's own: OpenQASM files, folders of them, or a Python module.

paths or ``module:name`` -> circuits, named by their files
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, List, Sequence, Union

from qhil.errors import ComparisonError
from qhil.measured import circuit_of


def own_circuits(places: Sequence[Union[str, Path]]) -> List[Any]:
    """Read circuits on physical qubits, in gates of the device.

    A ``.qasm`` file is one circuit; a folder has all of its ``.qasm`` files, by name; a ``.py`` file has a
    function ``circuits()`` that gives a list of them, each with a name. A Python file is run.

    Raises:
        ComparisonError: for a place that has none.
        MeasuredRunError: for OpenQASM that cannot be read.
    """
    found: List[Any] = []
    for place in map(Path, places):
        if place.is_dir():
            files = sorted(place.glob("*.qasm"))
            if not files:
                raise ComparisonError(f"{place}: expected .qasm files in this folder, found none")
            found += [_read(file) for file in files]
        elif place.suffix == ".py":
            found += _from_module(place)
        else:
            found.append(_read(place))
    return found


def _read(file: Path) -> Any:
    try:
        return circuit_of(file.read_text(encoding="utf-8"), name=file.stem)
    except (OSError, UnicodeDecodeError) as error:
        raise ComparisonError(f"{file}: expected a file of OpenQASM 2: {error}") from None


def _from_module(file: Path) -> List[Any]:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None or not file.is_file():
        raise ComparisonError(f"{file}: expected a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    make = getattr(module, "circuits", None)
    if not callable(make):
        raise ComparisonError(
            f"{file}: expected a function circuits() that gives a list of circuits"
        )
    return list(make())
