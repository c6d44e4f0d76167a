"""A program's metadata, read as for an upload, and held against what the program is given and sends.

In goes a JSON file or a dictionary; out comes :class:`ProgramMetadata`, or an error with its place.

>>> metadata = ProgramMetadata.of({
...     "name": "sampler",
...     "max_execution_time": 300,
...     "spec": {
...         "backend_requirements": {"min_num_qubits": 5},
...         "parameters": {"properties": {"shots": {"type": "integer"}}, "required": ["shots"]},
...     },
... })
>>> metadata.check_inputs({"shots": 100})
>>> metadata.check_inputs({"shots": "many"})
Traceback (most recent call last):
...
qhil.program.metadata.errors.SchemaError: input 'shots' at $.shots: expected an integer, found "many" (a string)

Fields, and what a file has to have, are those of `upload_program` in qiskit-ibmq-provider 0.20. What is
checked is the JSON on the wire, in which the encoder's objects are
``{"__type__": ..., "__value__": ...}``: of type object, arrays of numpy too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Union

from qhil.program.metadata.errors import MetadataError, SchemaError
from qhil.program.metadata.fields import SPEC_FIELDS, check_fields
from qhil.program.metadata.payload_schema import PayloadSchema
from qhil.program.metadata.plain_words import counted
from qhil.program.metadata.reading import read_metadata
from qhil.program.metadata.violation import Violation

_MOST_LINES = 10


@dataclass(frozen=True)
class ProgramMetadata:
    """What is known of a program; a field that was not given is None, and then nothing is asked."""

    name: Optional[str] = None
    description: Optional[str] = None
    max_execution_time: Optional[float] = None  # seconds
    is_public: bool = False
    min_num_qubits: Optional[int] = None
    parameters: Optional[PayloadSchema] = None
    return_values: Optional[PayloadSchema] = None
    interim_results: Optional[PayloadSchema] = None
    file: Optional[str] = None

    @classmethod
    def of(cls, metadata: Union[Mapping[str, Any], str, Path, None]) -> ProgramMetadata:
        """Read metadata.

        Args:
            metadata: path of a JSON file, which has to have a name, a description and a
                max_execution_time, as an upload needs them; or a dictionary with any part of it.

        Raises:
            MetadataError: if a file cannot be read, a key is unknown, missing or of the wrong kind,
                or a schema is none, with the place.

        Warns:
            SchemaWarning: for what looks like a misspelt keyword in a schema.
        """
        if metadata is None:
            return cls()
        plain, file = read_metadata(metadata)
        check_fields(plain, file)
        spec = plain.get("spec") or {}
        return cls(
            name=plain.get("name"),
            description=plain.get("description"),
            max_execution_time=plain.get("max_execution_time"),
            is_public=plain.get("is_public", False),
            min_num_qubits=(spec.get("backend_requirements") or {}).get("min_num_qubits"),
            file=file,
            **_schemas(spec, file),
        )

    def check_backend(self, n_qubits: int, name: str) -> None:
        """See that a backend meets the requirements.

        Raises:
            MetadataError: names the requirement, what it wants and what was found.
        """
        if self.min_num_qubits is not None and n_qubits < self.min_num_qubits:
            raise MetadataError(
                f"backend {name} does not meet min_num_qubits",
                file=self.file,
                path="$.spec.backend_requirements.min_num_qubits",
                expected=f"at least {counted(self.min_num_qubits, 'qubit')}",
                found=str(n_qubits),
            )

    def check_inputs(self, wire: Mapping[str, Any]) -> None:
        """See that encoded inputs, by name, fit ``spec.parameters``.

        Raises:
            SchemaError: names the inputs.
        """
        self._check(self.parameters, wire, None)

    def check_interim(self, wire: Any, index: int) -> None:
        """See that an encoded interim result fits ``spec.interim_results``.

        Args:
            wire: the decoded JSON of the message.
            index: which one it is, counted from 0.

        Raises:
            SchemaError: names the interim result.
        """
        self._check(self.interim_results, wire, f"interim result {index}")

    def check_result(self, wire: Any) -> None:
        """See that an encoded final result fits ``spec.return_values``.

        Raises:
            SchemaError: says so of the result.
        """
        self._check(self.return_values, wire, "the result")

    def _check(self, schema: Optional[PayloadSchema], wire: Any, subject: Optional[str]) -> None:
        violations = schema.violations(wire, subject) if schema else []
        if violations:
            raise SchemaError(_told(violations), violations=tuple(violations), file=self.file)


def _schemas(spec: Mapping[str, Any], file: Optional[str]) -> Dict[str, Optional[PayloadSchema]]:
    return {
        field: PayloadSchema.of(spec[field], ("spec", field), file) if spec.get(field) else None
        for field in SPEC_FIELDS
        if field != "backend_requirements"
    }


def _told(violations: List[Violation]) -> str:
    lines = [str(violation) for violation in violations[:_MOST_LINES]]
    rest = len(violations) - len(lines)
    return "\n".join([*lines, *[f"and {rest} more"] * (rest > 0)])
