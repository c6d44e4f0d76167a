"""What a user is shown of an exception in a program: the program's traceback, without the host around it."""

from __future__ import annotations

import inspect
import sysconfig
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Callable, Iterator, List, Optional

import qhil
from qhil.errors import QhilError
from qhil.program.events import Raised
from qhil.program.hosting.ends import ProgramEnd

_OURS = Path(qhil.__file__).resolve().parent
_CODING = _OURS / "program" / "coding"  # what it raises are the words of json
_INSTALLED = [Path(path).resolve() for path in sysconfig.get_paths().values()]

Owns = Callable[[str], bool]


def raised(error: BaseException, program: str, seconds: Optional[float] = None) -> Raised:
    """The event that tells of ``error``, which the program of that label raised."""
    owns = owner(program)
    shown = _trimmed(error, owns)
    own = [frame for frame in shown.stack if owns(frame.filename)]
    file, line = (own[-1].filename, own[-1].lineno) if own else (None, None)
    if isinstance(error, SyntaxError) and file is None:
        file, line = error.filename, error.lineno
    return Raised(
        kind=type(error).__name__,
        message=str(error),
        traceback="".join(shown.format()),
        file=file,
        line=line,
        seconds=seconds,
    )


def unsendable(error: BaseException, main: Callable[..., Any], seconds: float) -> Raised:
    """The event that tells of a result which cannot be sent. Nobody knows the line that returned it, but ``main``'s."""
    kind, message = type(error).__name__, f"main returned what cannot be sent to a user: {error}"
    code = getattr(inspect.unwrap(main), "__code__", None)
    if code is None:
        return Raised(kind, message, f"{kind}: {message}\n", None, None, seconds)
    file, line = code.co_filename, code.co_firstlineno
    place = f'  File "{file}", line {line}, in {code.co_name}\n'
    return Raised(kind, message, f"{place}{kind}: {message}\n", file, line, seconds)


def where(error: BaseException, program: str) -> str:
    """The program's frames in a traceback, without the error itself."""
    return "".join(_trimmed(error, owner(program)).stack.format())


def without_host(error: BaseException, program: str) -> BaseException:
    """The error itself, with the frames of its traceback that `raised` shows, for whoever raises from it."""
    owns = owner(program)
    entries = list(_entries(error.__traceback__))
    first = next((at for at, one in enumerate(entries) if owns(_file(one))), None)
    if first is None:
        return error
    entries = entries[first:]
    if _is_deliberate(error):
        entries = [one for one in entries if not _is_ours(_file(one))]
    rest: Optional[TracebackType] = None
    for one in reversed(entries):
        rest = TracebackType(rest, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return error.with_traceback(rest)


def _entries(trace: Optional[TracebackType]) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _file(entry: TracebackType) -> str:
    return entry.tb_frame.f_code.co_filename


def _trimmed(error: BaseException, owns: Owns) -> traceback.TracebackException:
    shown = traceback.TracebackException.from_exception(error)
    coding = bool(shown.stack) and _CODING in Path(shown.stack[-1].filename).parents
    _trim(shown, owns, keep_ours=not (coding or _is_deliberate(error)))
    return shown


def _is_deliberate(error: BaseException) -> bool:
    """Whether we, or the service that we stand in for, say what is wrong with the program, or end it."""
    from qhil.service_errors import IBMQError

    return isinstance(error, (QhilError, IBMQError, ProgramEnd))


def _trim(shown: traceback.TracebackException, owns: Owns, *, keep_ours: bool) -> None:
    """Take our frames out of a traceback and those it is chained to.

    The frames before the program's first are the host's. Ours after it say nothing about an error
    that we raise deliberately; but where something of ours fails, they are what a bug report needs.
    """
    frames = list(shown.stack)
    first = next(
        (at for at, frame in enumerate(frames) if owns(frame.filename)),
        len(frames) if not keep_ours else 0,
    )
    frames = frames[first:]
    if not (keep_ours and frames and _is_ours(frames[-1].filename)):
        frames = [frame for frame in frames if not _is_ours(frame.filename)]
    shown.stack = traceback.StackSummary.from_list(frames)
    chained: List[Optional[traceback.TracebackException]] = [shown.__cause__, shown.__context__]
    for other in (*chained, *(getattr(shown, "exceptions", None) or ())):
        if other is not None:
            _trim(other, owns, keep_ours=keep_ours)


def _is_ours(file: str) -> bool:
    return _OURS in Path(file).parents


def owner(program: str) -> Owns:
    """Tells whether a file is in the program's folder, and not in what is installed below that."""
    if not Path(program).is_absolute():  # a text: it has no folder
        return lambda file: file == program
    folder = Path(program).resolve().parent

    def owns(file: str) -> bool:
        parents = Path(file).parents
        below = folder in parents and not _is_ours(file)
        return below and not any(
            place in parents and place not in (folder, *folder.parents) for place in _INSTALLED
        )

    return owns
