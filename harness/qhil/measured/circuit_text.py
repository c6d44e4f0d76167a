"""A circuit on physical qubits as OpenQASM 2, and back: what comes back runs as what went in.

The text is written here, so that it is the same whichever Qiskit is installed (terra 0.22 defines ``ecr``
wrongly and cuts angles to 8 digits); Qiskit reads it. A gate that OpenQASM's own library lacks comes back as
Qiskit's, not as a gate of some file, so that the device knows it.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Type

from qhil.errors import MeasuredRunError
from qhil.noise.footprint import condition_of

_ONE_QUBIT = ("x", "y", "z", "h", "s", "sdg", "t", "tdg", "sx", "sxdg", "id", "rx", "ry", "rz")
_LIBRARY = frozenset(
    (*_ONE_QUBIT, "u1", "u2", "u3", "p", "u", "cx", "cz", "swap", "rzz", "barrier", "reset")
)
# rzx(pi/4), x on the first, rzx(-pi/4): Qiskit's definition of the gate, spelled out.
_DELAY = "opaque delay(t) a;"  # in dt, as Qiskit itself reads it
_ECR = "gate ecr a,b { h b; cx a,b; rz(pi/4) b; cx a,b; h b; x a; h b; cx a,b; rz(-pi/4) b; cx a,b; h b; }"


def text_of(circuit: Any) -> str:
    """The circuit as OpenQASM 2.

    Raises:
        MeasuredRunError: for what that cannot say: delays in seconds, conditions, control flow, unbound parameters.
    """
    steps = [_line(circuit, item) for item in circuit.data]
    lines = ["OPENQASM 2.0;", 'include "qelib1.inc";']
    if any(item.operation.name == "ecr" for item in circuit.data):
        lines.append(_ECR)
    if any(item.operation.name == "delay" for item in circuit.data):
        lines.append(_DELAY)
    lines.append(f"qreg q[{circuit.num_qubits}];")
    if circuit.num_clbits:
        lines.append(f"creg c[{circuit.num_clbits}];")
    return "\n".join([*lines, *steps, ""])


def _line(circuit: Any, item: Any) -> str:
    operation = item.operation
    qubits = ",".join(f"q[{circuit.find_bit(bit).index}]" for bit in item.qubits)
    if condition_of(operation) is not None:
        raise _no_text(circuit, f"a condition on {operation.name}")
    if operation.name == "measure":
        return f"measure {qubits} -> c[{circuit.find_bit(item.clbits[0]).index}];"
    if operation.name == "delay" and operation.unit == "dt":
        return f"delay({int(operation.duration)}) {qubits};"
    if operation.name not in _LIBRARY and operation.name != "ecr":
        raise _no_text(circuit, operation.name)
    try:
        numbers = [repr(float(parameter)) for parameter in operation.params]
    except TypeError:
        raise _no_text(circuit, f"{operation.name} with an unbound parameter") from None
    return f"{operation.name}{'(' + ','.join(numbers) + ')' if numbers else ''} {qubits};"


def circuit_of(text: str, *, name: str = "a circuit") -> Any:
    """The `QuantumCircuit` of an OpenQASM 2 text.

    Raises:
        MeasuredRunError: for a text that is none, or that defines a gate of a name that Qiskit has otherwise.
    """
    from qiskit import QuantumCircuit

    try:
        circuit = QuantumCircuit.from_qasm_str(text)
    except Exception as error:  # whatever the parser raises
        raise MeasuredRunError(
            f"circuit {name!r} cannot be read",
            expected="OpenQASM 2",
            found=f"{type(error).__name__}: {error}",
        ) from error
    circuit.name = name
    circuit.data = list(_with_own_gates(circuit, name))
    return circuit


def _with_own_gates(circuit: Any, name: str) -> Iterator[Any]:
    kinds = _gates_beside_the_library()
    for item in circuit.data:
        operation = item.operation
        kind = kinds.get(operation.name)
        if kind is not None and not isinstance(operation, kind):
            gate = kind(*operation.params)
            _check_same(operation, gate, name)
            operation = gate
        yield operation, list(item.qubits), list(item.clbits)


def _gates_beside_the_library() -> Dict[str, Type[Any]]:
    """Gates of devices that ``qelib1.inc`` does not have, in one Qiskit or another."""
    from qiskit.circuit import library

    return {"ecr": library.ECRGate, "rzx": library.RZXGate, "sx": library.SXGate}


def _check_same(found: Any, gate: Any, name: str) -> None:
    from qiskit.quantum_info import Operator

    if found.definition is None or not Operator(found.definition).equiv(Operator(gate)):
        raise MeasuredRunError(
            f"circuit {name!r} defines a gate of its own by the name of {gate.name!r}",
            expected="what Qiskit has by that name",
            found="another operation",
        )


def _no_text(circuit: Any, found: str) -> MeasuredRunError:
    known: List[str] = sorted((*_LIBRARY, "ecr", "measure"))
    return MeasuredRunError(
        f"circuit {circuit.name!r} has no text", expected=" ".join(known), found=found
    )
