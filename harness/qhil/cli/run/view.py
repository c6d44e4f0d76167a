"""What a user sees of a run: interim results as they come, then the result, its counts as bars, and the time it took.

In go events; out come lines on a console. On a terminal a progress line stands below them, in a
pipe there is none.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Optional

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from qhil.cli.run.counts import bars, find_counts, without_counts
from qhil.cli.run.json_text import readable
from qhil.cli.run.plain_result import plain_result
from qhil.drawing import glyphs_for
from qhil.program.events import (
    Died,
    Ended,
    Event,
    Interrupted,
    JobRan,
    Printed,
    Published,
    Raised,
    Refused,
    Started,
    TimedOut,
)

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console

_PAGE = 80


class RunView:
    """Shows events on ``console``, and what went wrong on ``errors``; a context manager, for the progress line."""

    def __init__(self, program: str, console: Console, errors: Console) -> None:
        self._program = program
        self._console = console
        self._errors = errors
        self._started: Optional[Started] = None
        self._interim = 0
        self._result: Optional[str] = None
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("starting")

    def __enter__(self) -> RunView:  # noqa: PYI034 - Self came with Python 3.11
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._progress.stop()

    def show(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, Started):
            self._show_started(event)
        elif isinstance(event, Published) and event.final:
            self._result = event.text
        elif isinstance(event, Published):
            self._show_interim(event)
        elif isinstance(event, Printed):
            self._show_printed(event)
        elif not isinstance(event, JobRan):
            self._progress.stop()
            self._show_end(event)

    def _show_started(self, event: Started) -> None:
        self._started = event
        qubits = "1 qubit" if event.n_qubits == 1 else f"{event.n_qubits} qubits"
        self._say(
            f"{self._program} on {event.device} ({qubits}, calibrated "
            f"{event.calibrated[:10]}), noise {event.noise}, seed {event.seed}",
            "bold",
        )
        self._tell_progress()

    def _show_interim(self, event: Published) -> None:
        self._interim += 1
        message = json.dumps(plain_result(event.text), ensure_ascii=False)
        line = Text.assemble((f"{event.seconds:8.2f} s  ", "dim"), message)
        if self._console.is_terminal:
            line.truncate(self._console.width, overflow="ellipsis")
        self._console.print(line, soft_wrap=True)
        self._tell_progress()

    def _show_printed(self, event: Printed) -> None:
        if self._console.is_terminal or not event.error:
            self._console.print(Text.from_ansi(event.text.rstrip("\n")), soft_wrap=True)
        else:
            sys.stderr.write(event.text)

    def _tell_progress(self) -> None:
        device = self._started.device if self._started else "the device"
        results = f", interim results: {self._interim}" if self._interim else ""
        self._progress.update(self._task, description=f"running on {device}{results}")

    def _show_end(self, event: Event) -> None:
        if isinstance(event, Ended):
            self._show_result(plain_result(self._result or event.text))
            self._say(self._timing(event.seconds))
        elif isinstance(event, Raised):
            self._complain(event.traceback.rstrip())
        elif isinstance(event, Refused):
            self._complain(f"Error: {event.message}")
        elif isinstance(event, TimedOut):
            self._complain(
                f"Timed out: the program did not end within {event.limit:g} s and was killed."
            )
        elif isinstance(event, Died):
            self._complain(f"The program's process ended {event.how}.")
        elif isinstance(event, Interrupted):
            self._complain("Interrupted.")

    def _show_result(self, result: Any) -> None:
        page = min(self._console.width, _PAGE)
        found = find_counts(result)
        rest = without_counts(result)
        if rest is not None or not found:
            self._say("result", "bold")
            self._say(readable(rest if found else result, width=page))
        blocks = glyphs_for(self._console.encoding).marks[-1] == "█"
        for counts in found:
            named = "counts" in counts.place.lower()
            self._say(counts.place if named else f"counts {counts.place}".rstrip(), "bold")
            self._console.print(bars(counts, width=page, blocks=blocks), soft_wrap=True)

    def _timing(self, seconds: float) -> str:
        if self._started is None:
            return f"took {seconds:.2f} s"
        return (
            f"took {seconds:.2f} s, after {self._started.startup:.2f} s to start; "
            f"recording {self._started.digest[:12]}"
        )

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style), soft_wrap=True)

    def _complain(self, text: str) -> None:
        self._errors.print(Text(text), soft_wrap=True)
