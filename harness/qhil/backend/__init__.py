"""The recorded device as a backend: what it takes, what it refuses, and what it gives back."""

from qhil.backend.job import RecordedJob
from qhil.backend.program_backend import ProgramBackend
from qhil.backend.recorded import RecordedBackend

__all__ = ["ProgramBackend", "RecordedBackend", "RecordedJob"]
