"""Python structures to JSON text, undoing what ``to_dict`` of Qiskit's models leaves unconverted.

Datetimes become ISO 8601 text, complex numbers ``[real, imaginary]``, numpy values plain ones.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Dict, Mapping, Tuple, Type, Union

from qhil.errors import RecordingError
from qhil.recordings.json_text import JsonText

_Types = Union[Type[Any], Tuple[Type[Any], ...]]


def json_text(value: object, label: str) -> JsonText:
    """``value`` as JSON text; ``label`` stands for a file name.

    Raises RecordingError with the path of what JSON cannot hold.
    """
    try:
        plain = _Plain(label).value(value, "$")
        return JsonText(json.dumps(plain).encode("ascii"), label)
    except RecursionError:
        raise RecordingError(
            "not a recording",
            file=label,
            expected="JSON of a few levels",
            found="nesting without end",
        ) from None


@dataclass(frozen=True)
class _Plain:
    """Each method makes one kind of value plain; ``path`` is where it stands."""

    label: str

    def value(self, value: Any, path: str) -> Any:
        if value is None or isinstance(value, (str, bool)):
            return value
        for types, plain in self._by_type().items():
            if isinstance(value, types):
                return plain(value, path)
        if hasattr(value, "tolist"):  # numpy scalars and arrays
            return self.value(value.tolist(), path)
        raise self._error(path, "a JSON value", type(value).__name__)

    def _by_type(self) -> Dict[_Types, Callable[[Any, str], Any]]:
        return {
            (int, float): self.number,
            (list, tuple): self.array,
            Mapping: self.object,
            datetime: lambda date, _: date.isoformat(),
            complex: lambda number, path: self.array([number.real, number.imag], path),
        }

    def number(self, value: float, path: str) -> float:
        try:
            if math.isfinite(value):
                return value
        except OverflowError:
            raise self._error(path, "a finite number", "an integer beyond any double") from None
        raise self._error(path, "a finite number", repr(value))

    def array(self, values: Any, path: str) -> Any:
        return [self.value(part, f"{path}[{index}]") for index, part in enumerate(values)]

    def object(self, values: Mapping[Any, Any], path: str) -> Any:
        for key in values:
            if not isinstance(key, str):
                raise self._error(path, "text as key", repr(key))
        return {key: self.value(part, f"{path}.{key}") for key, part in values.items()}

    def _error(self, path: str, expected: str, found: str) -> RecordingError:
        return RecordingError(
            "not JSON", file=self.label, path=path, expected=expected, found=found
        )
