"""What is said of a program when it is uploaded, and whether its inputs and results keep to it."""

from __future__ import annotations

from qhil.program.metadata.errors import MetadataError, SchemaError, SchemaWarning
from qhil.program.metadata.program_metadata import ProgramMetadata
from qhil.program.metadata.violation import Violation

__all__ = [
    "MetadataError",
    "ProgramMetadata",
    "SchemaError",
    "SchemaWarning",
    "Violation",
]
