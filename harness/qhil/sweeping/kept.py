"""The file in which a sweep keeps the points that are done, so that it can be interrupted and go on.

One JSON object a line: first what sweep it is of, then a point each. A line that was not finished is dropped.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Dict, List, Optional, TextIO, Type, Union

from qhil.errors import SweepError
from qhil.sweeping.json_form import VERSION, checked, converted, point_facts
from qhil.sweeping.verdict import Tried

_FORMAT = "qhil.sweep.points"
_WHAT = "a file of a sweep's points"


class KeptPoints:
    """The points that are done, by their plans; a context manager.

    Args:
        path: the file, made if there is none; None keeps nothing.
        digest: of the sweep.

    Raises:
        SweepError: for a file that is none, or is of another sweep.
    """

    def __init__(self, path: Union[str, os.PathLike[str], None], digest: str) -> None:
        self._path = None if path is None else Path(path)
        self._digest = digest
        self._file: Optional[TextIO] = None
        self.done: Dict[str, Tried] = {}

    def __enter__(self) -> KeptPoints:  # noqa: PYI034 - Self came with Python 3.11
        if self._path is None:
            return self
        lines = _whole_lines(self._path)
        if lines:
            self._read(lines, self._path)
            # What was half written goes, so that the next line does not stand behind it.
            with self._path.open("r+b") as file:
                file.truncate(sum(len(line) + 1 for line in lines))
        self._file = self._path.open("a" if lines else "w", encoding="utf-8", newline="\n")
        if not lines:
            self._write({"format": _FORMAT, "version": VERSION, "digest": self._digest})
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, tried: Tried) -> None:
        """Keep one more."""
        self.done[tried.plan] = tried
        if self._file is not None:
            self._write(point_facts(tried))

    def _read(self, lines: List[bytes], path: Path) -> None:
        facts = checked(lines[0].decode("utf-8", "replace"), _FORMAT, f"{_WHAT} ({path})")
        if facts.get("digest") != self._digest:
            raise SweepError(
                f"{path} has the points of another sweep: of another scenario, seed or version of it. Give another "
                "file, or delete this one"
            )
        for line in lines[1:]:
            try:
                told = json.loads(line)
            except ValueError as error:
                raise SweepError(f"{path} is damaged: {error}") from None
            tried: Tried = converted(told, Tried, f"{_WHAT} ({path})")
            self.done[tried.plan] = tried

    def _write(self, facts: object) -> None:
        if self._file is not None:
            self._file.write(json.dumps(facts, ensure_ascii=False) + "\n")
            self._file.flush()


def _whole_lines(path: Path) -> List[bytes]:
    if not path.exists():
        return []
    return path.read_bytes().split(b"\n")[:-1]
