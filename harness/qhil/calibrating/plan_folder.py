"""A plan's folder: a ``.qasm`` file for each circuit, and ``plan.json`` that names them with their shots."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import List, Tuple

import msgspec

from qhil.calibrating.plan import CalibrationPlan, PlannedCircuit
from qhil.errors import FitError

FILE = "plan.json"
FORMAT = "qhil.calibration_plan"
VERSION = 1


class _Circuit(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    file: str
    shots: int


class _Plan(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    device: str
    digest: str
    qubits: Tuple[int, ...]
    circuits: List[_Circuit]


def save_plan(plan: CalibrationPlan, folder: Path) -> Path:
    """See :meth:`CalibrationPlan.save`; the plan itself is written last."""
    listed = [_Circuit(one.name, f"{one.name}.qasm", one.shots) for one in plan.circuits]
    told = _Plan(FORMAT, VERSION, plan.device, plan.digest, plan.qubits, listed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        left = sorted({path.name for path in folder.glob("*.qasm")} - {one.file for one in listed})
        if left:
            raise FitError(
                f"{folder} has files that are none of the plan: expected an empty folder, or the same plan, found "
                f"{', '.join(left)}"
            )
        for circuit, one in zip(plan.circuits, listed):
            (folder / one.file).write_text(circuit.qasm, encoding="utf-8")
        text = json.dumps(msgspec.to_builtins(told), indent=1)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise FitError(f"{folder}: a plan cannot be written: {error}") from None
    return folder


def load_plan(folder: Path) -> CalibrationPlan:
    """See :meth:`CalibrationPlan.load`."""
    path = folder / FILE
    try:
        told = msgspec.json.decode(path.read_bytes(), type=_Plan)
        if (told.format, told.version) != (FORMAT, VERSION):
            raise FitError(
                f"{path} is no plan, or of another version: expected {FORMAT} {VERSION}, found "
                f"{told.format} {told.version}"
            )
        circuits = tuple(
            PlannedCircuit(one.name, _text(folder, one.file), one.shots) for one in told.circuits
        )
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise FitError(f"{path} cannot be read as a plan: {error}") from None
    return CalibrationPlan(told.device, told.digest, told.qubits, circuits)


def _text(folder: Path, name: str) -> str:
    if not re.fullmatch(r"[\w-]+\.qasm", name):  # nothing outside of the folder is read
        raise FitError(
            f"{folder / FILE}: expected the name of a .qasm file beside it, found {name!r}"
        )
    return (folder / name).read_text(encoding="utf-8")
