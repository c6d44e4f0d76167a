"""Circuits to be measured: the standard set, or those of the user's OpenQASM 2 files.

The user's are as they are if the device takes them, else transpiled.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, List, Mapping

from qhil.comparison.standard import standard_circuits
from qhil.live.campaign_plan import PlannedCircuit
from qhil.live.errors import LiveError
from qhil.measured import circuit_of, text_of
from qhil.recordings import Recording

STANDARD = Path("standard")


def circuits_in(path: Path, recording: Recording, *, shots: int, seed: int) -> List[PlannedCircuit]:
    """The circuit of a ``.qasm`` file, or of each of a folder, by file name; ``seed`` is the transpiler's.

    Of the path ``standard``, if there is nothing by that name, the standard set with that seed.

    Raises:
        LiveError: if there is none.
        MeasuredRunError: for a file that is no OpenQASM 2.
    """
    if path == STANDARD and not path.exists():
        standard = standard_circuits(recording, seed=seed)
        return [PlannedCircuit(one.name, text_of(one), shots) for one in standard]
    files = sorted(path.glob("*.qasm")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise LiveError(
            f"{path}: expected a file of OpenQASM 2, or a folder with *.qasm, found none"
        )
    circuits = {
        file.stem: circuit_of(file.read_text(encoding="utf-8"), name=file.stem) for file in files
    }
    return list(planned(circuits, recording, shots=shots, seed=seed))


def planned(
    circuits: Mapping[str, Any], recording: Recording, *, shots: int, seed: int
) -> Iterator[PlannedCircuit]:
    """Each circuit by its name, in gates and on qubits of the device."""
    from qiskit import transpile

    from qhil.backend import RecordedBackend
    from qhil.backend.limits import Limits
    from qhil.noise.footprint import footprint
    from qhil.service_errors import IBMQBackendValueError

    limits = Limits(recording.configuration)
    backend = RecordedBackend(recording)
    for index, (name, circuit) in enumerate(circuits.items()):
        fitting = circuit
        try:
            limits.check(index, circuit, footprint(circuit), strict=True)
        except IBMQBackendValueError:
            fitting = transpile(circuit, backend, seed_transpiler=seed, optimization_level=1)
        yield PlannedCircuit(name, text_of(fitting), shots)
