"""The recorded device as a backend: what it takes, what it refuses, and what it gives back."""

from qhil.stack import stack

stack()  # tells of packages that do not fit each other, before one of them fails in its own words

from qhil.backend.job import RecordedJob  # noqa: E402
from qhil.backend.program_backend import ProgramBackend  # noqa: E402
from qhil.backend.recorded import RecordedBackend  # noqa: E402

__all__ = ["ProgramBackend", "RecordedBackend", "RecordedJob"]
