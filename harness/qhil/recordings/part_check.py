"""Checks that a decoder of types cannot make: ranges that depend on other fields, and duplicates.

Each takes the path inside the JSON and raises RecordingError naming it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Hashable, Optional, Sequence

from qhil.errors import RecordingError
from qhil.recordings import moments


@dataclass(frozen=True)
class PartCheck:
    """Checks on the part of a recording that came from ``file``."""

    file: Optional[str]

    def error(self, path: str, message: str, expected: str, found: object) -> RecordingError:
        """The error to raise; ``found`` is shown as Python shows it, shortened."""
        shown = found if isinstance(found, str) else repr(found)
        shown = shown if len(shown) <= 80 else shown[:77] + "..."
        return RecordingError(message, file=self.file, path=path, expected=expected, found=shown)

    def unique(self, path: str, keys: Sequence[Hashable]) -> None:
        """No key occurs twice. ``path`` has ``{}`` where the index goes."""
        if len(set(keys)) < len(keys):
            index = next(index for index, key in enumerate(keys) if key in keys[:index])
            first = path.format(keys.index(keys[index]))
            expected = f"another than at {first}"
            raise self.error(path.format(index), "duplicate", expected, keys[index])

    def qubits(self, path: str, qubits: Sequence[int], n_qubits: int) -> None:
        """Every qubit is below ``n_qubits``, none occurs twice; none is < 0, the decoder saw."""
        for index, qubit in enumerate(qubits):
            if qubit >= n_qubits:
                expected = f"a qubit below n_qubits = {n_qubits}"
                raise self.error(f"{path}[{index}]", "no such qubit", expected, qubit)
        self.unique(path + "[{}]", qubits)

    def qubit_tuples(self, path: str, tuples: Sequence[Sequence[int]], n_qubits: int) -> None:
        """Tuples of distinct qubits, all of one length, none twice."""
        for index, qubits in enumerate(tuples):
            self.qubits(f"{path}[{index}]", qubits, n_qubits)
            if len(qubits) != len(tuples[0]):
                expected = f"{len(tuples[0])} qubits, as at {path}[0]"
                raise self.error(f"{path}[{index}]", "wrong number of qubits", expected, qubits)
        self.unique(path + "[{}]", list(map(tuple, tuples)))

    def utc(self, path: str, when: datetime) -> datetime:
        """The same moment in UTC; the decoder has seen to it that it is aware."""
        try:
            return moments.utc(when)
        except RecordingError as error:
            raise self.error(path, error.message, str(error.expected), error.found) from None
