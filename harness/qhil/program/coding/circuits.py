"""Circuits, instructions and parameters: QPY as text. Nothing of Qiskit is imported before one turns up.

Circuits are written and read by `qiskit.qpy`. From the Python sources of six versions (0.22.4, 0.25.3, 0.46.3,
1.0.2, 1.4.6, and 2.6.2, which reads QPY 13 and later with compiled code): arrays are loaded with numpy's
default, which opens no pickle; classes are looked up by name in modules of Qiskit. What else would run
something is kept from it by :mod:`qhil.program.coding.data_only`.
"""

from __future__ import annotations

import inspect
import io
import json
import struct
from typing import Any, Dict, Optional, Type

from qhil.program.coding.class_names import class_name
from qhil.program.coding.client import PROVIDER, client, newest_qpy_version
from qhil.program.coding.data_only import data_only
from qhil.program.coding.wire import bytes_of, text_of

CIRCUIT = class_name("QuantumCircuit", "qiskit.circuit")
INSTRUCTION = class_name("Instruction", "qiskit.circuit")
PARAMETER = class_name("Parameter", "qiskit.circuit")
PARAMETER_EXPRESSION = class_name("ParameterExpression", "qiskit.circuit")
PARAMETER_VIEW = class_name("ParameterView", "qiskit.circuit.parametertable")


def packed_circuit(circuit: Any, encoder: Optional[Type[json.JSONEncoder]] = None) -> str:
    """A circuit as compressed QPY in base64; ``encoder`` makes JSON of its metadata."""
    from qiskit import qpy
    from qiskit.qpy.common import QPY_VERSION

    newest = newest_qpy_version()
    # Qiskit 1.0 and terra know no option `version`, and write only one.
    version = {} if newest == QPY_VERSION else {"version": newest}
    buffer = io.BytesIO()
    qpy.dump(circuit, buffer, encoder, **version)
    return text_of(buffer.getvalue())


def read_circuit(value: Any) -> Any:
    """The circuit behind :func:`packed_circuit`."""
    from qiskit import qpy

    data = io.BytesIO(bytes_of(value))
    with data_only():
        return qpy.load(data)[0]


def packed_instruction(instruction: Any) -> str:
    """An instruction as the only one of a circuit, whose names are fixed: the same gives the same text."""
    from qiskit.circuit import QuantumCircuit, QuantumRegister

    qubits = QuantumRegister(instruction.num_qubits, "q")
    circuit = QuantumCircuit(qubits, name="instruction")
    circuit.append(instruction, qubits)
    return packed_circuit(circuit)


def read_instruction(value: Any) -> Any:
    """The instruction behind :func:`packed_instruction`."""
    return read_circuit(value).data[0].operation


def packed_parameter(parameter: Any) -> str:
    """A parameter, in the layout that QPY gives it; it stays equal to itself (its uuid is kept)."""
    from qiskit.qpy.binary_io import value as qpy_value

    buffer = io.BytesIO()
    qpy_value._write_parameter(buffer, parameter)  # noqa: SLF001 - as the client does
    return text_of(buffer.getvalue(), compress=False)


def read_parameter(value: Any) -> Any:
    """The parameter behind :func:`packed_parameter`."""
    from qiskit.qpy.binary_io import value as qpy_value

    data = io.BytesIO(bytes_of(value, compressed=False))
    return qpy_value._read_parameter(data)  # noqa: SLF001 - as the client does


def packed_expression(expression: Any) -> str:
    """A parameter expression, in the layout that QPY gives it (terra only)."""
    from qiskit.qpy.binary_io import value as qpy_value

    write = qpy_value._write_parameter_expression  # noqa: SLF001 - as the client does
    buffer = io.BytesIO()
    write(buffer, expression, **_symbols_as_text(write))
    return text_of(buffer.getvalue(), compress=False)


def read_expression(value: Any, vectors: Dict[Any, Any]) -> Any:
    """The expression behind :func:`packed_expression`.

    ``vectors``: the parameter vectors met so far, by name; elements of one vector share it.
    """
    from qiskit.qpy.binary_io import value as qpy_value

    data = io.BytesIO(bytes_of(value, compressed=False))
    with data_only():
        read = qpy_value._read_parameter_expression_v3  # noqa: SLF001 - as the client does
        try:
            return read(data, vectors=vectors, **_symbols_as_text(read))
        except struct.error as error:
            raise ValueError(f"no parameter expression: {error}") from error


def metadata_encoder(default: Type[json.JSONEncoder]) -> Type[json.JSONEncoder]:
    """What makes JSON of a circuit's metadata: json's own encoder with the legacy client, else ``default``."""
    return json.JSONEncoder if client() == PROVIDER else default


def _symbols_as_text(function: Any) -> Dict[str, Any]:
    """The option by which terra 0.46 and Qiskit 1 and 2 choose between sympy's text and symengine's bytes."""
    takes = inspect.signature(function).parameters
    return {"use_symengine": False} if "use_symengine" in takes else {}
