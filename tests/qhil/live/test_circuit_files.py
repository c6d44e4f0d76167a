"""Circuits from files: as they are where the device takes them, else transpiled, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qhil.errors import MeasuredRunError
from qhil.live.circuit_files import circuits_in
from qhil.live.errors import LiveError
from qhil.measured import circuit_of, text_of

HEAD = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[5]; creg c[2]; '
NATIVE = f"{HEAD} sx q[3]; cx q[3],q[4]; measure q[3] -> c[0]; measure q[4] -> c[1];"
FOREIGN = f"{HEAD} h q[0]; ccx q[0],q[1],q[2]; measure q[0] -> c[0]; measure q[2] -> c[1];"


@pytest.fixture
def folder():
    made = Path("circuits")
    made.mkdir()
    (made / "b.qasm").write_text(NATIVE)
    (made / "a.qasm").write_text(FOREIGN)
    (made / "notes.txt").write_text("no circuit")
    return made


def test_all_of_a_folder_by_name(folder, manila):
    circuits = circuits_in(folder, manila, shots=7, seed=1)

    assert [(one.name, one.shots) for one in circuits] == [("a", 7), ("b", 7)]
    assert circuits[1].qasm == text_of(circuit_of(NATIVE))
    used = {item.operation.name for item in circuit_of(circuits[0].qasm).data}
    assert used <= {"rz", "sx", "x", "cx", "measure", "barrier"}
    assert circuits == circuits_in(folder, manila, shots=7, seed=1)


def test_the_standard_set_of_a_seed(manila):
    circuits = circuits_in(Path("standard"), manila, shots=7, seed=1)

    assert len(circuits) > 10
    assert circuits == circuits_in(Path("standard"), manila, shots=7, seed=1)
    assert circuits != circuits_in(Path("standard"), manila, shots=7, seed=2)


def test_one_file(folder, manila):
    (circuit,) = circuits_in(folder / "b.qasm", manila, shots=7, seed=1)

    assert circuit.name == "b"


def test_none_is_refused(manila):
    Path("empty").mkdir()
    for path in (Path("empty"), Path("nowhere.qasm")):
        with pytest.raises(LiveError, match="expected a file of OpenQASM 2"):
            circuits_in(path, manila, shots=1, seed=0)


def test_what_is_no_circuit_is_refused_by_name(folder, manila):
    (folder / "c.qasm").write_text("nonsense")

    with pytest.raises(MeasuredRunError, match="'c'"):
        circuits_in(folder, manila, shots=1, seed=0)
