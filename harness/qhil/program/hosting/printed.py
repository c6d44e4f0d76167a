"""What a program prints, told line by line as it comes."""

from __future__ import annotations

import contextlib
import io
import sys
import threading
from typing import TYPE_CHECKING, Iterator, Optional, TextIO

from qhil.program.events import Printed, Tell

if TYPE_CHECKING:
    from typing_extensions import Buffer

MOST_CHARACTERS = 4_000_000
"""As much of each stream is told; a program that prints more has that said in its place."""


@contextlib.contextmanager
def captured(tell: Tell, *, echo: bool) -> Iterator[None]:
    """Tell what is written to ``sys.stdout`` and ``sys.stderr``; with ``echo``, it goes there as well."""
    printed = PrintedLines(tell, error=False, echo=sys.stdout if echo else None)
    errors = PrintedLines(tell, error=True, echo=sys.stderr if echo else None)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(errors):
        try:
            yield
        finally:
            printed.finish()
            errors.finish()


class PrintedLines(io.TextIOBase):
    """A text stream that turns lines into events."""

    def __init__(self, tell: Tell, *, error: bool, echo: Optional[TextIO] = None) -> None:
        self._tell = tell
        self._error = error
        self._echo = echo
        self._rest = ""
        self._room = MOST_CHARACTERS
        self._lock = threading.RLock()
        self.buffer = _Bytes(self)

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has an attribute
        """Any text can be written."""
        return "utf-8"

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Tell the lines that are complete."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        with self._lock:
            if self._echo is not None:
                self._echo.write(text)
            *lines, self._rest = (self._rest + text).split("\n")
            for line in lines:
                self._emit(line + "\n")
            if len(self._rest) > MOST_CHARACTERS:
                self._emit(self._rest)
                self._rest = ""
        return len(text)

    def flush(self) -> None:
        """What is echoed is flushed."""
        if self._echo is not None:
            self._echo.flush()

    def finish(self) -> None:
        """Tell what is left of the last line. Nothing is echoed any more."""
        with self._lock:
            self._echo = None
            if self._rest:
                self._emit(self._rest)
                self._rest = ""

    def _emit(self, text: str) -> None:
        if self._room <= 0:
            return
        kept, self._room = text[: self._room], self._room - len(text)
        if self._room <= 0:
            kept += f"\n[qhil: more than {MOST_CHARACTERS} characters; the rest is not kept]\n"
        self._tell(Printed(kept, self._error))


class _Bytes(io.RawIOBase):
    """The binary side of a stream: ``sys.stdout.buffer``."""

    def __init__(self, lines: PrintedLines) -> None:
        self._lines = lines

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        block = bytes(data)
        self._lines.write(block.decode("utf-8", "replace"))
        return len(block)
