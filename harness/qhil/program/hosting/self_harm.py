"""A program that ends its own process, in a process that is not its own.

`os._exit`, `os.abort`, the functions `os.exec...`, and deadly signals to the own process raise `SystemExit`
instead while a program runs in this thread; in those that it starts they end the thread alone, and are told. In those
that were there before, one of which may be that of a test's time limit, and in a process that the program forks they do
what they always do. This is a help against accidents; what happens below Python needs ``isolate=True``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from typing import Any, Callable, Iterator, List, Tuple

from qhil.program.hosting.ends import EndedItself, silent_ends

_HARMLESS = {
    getattr(signal, name, None)
    for name in ("SIGCHLD", "SIGCONT", "SIGWINCH", "SIGURG", "SIGVTALRM")
} | {0}
_SHOWN = 80  # characters of the arguments: an environment may be among them


@contextlib.contextmanager
def guarded(tell: Callable[[str], None]) -> Iterator[None]:
    """Keep the program from ending this process.

    ``tell`` is called with what it would have done in a thread that it has started: that ends, and nobody else hears.
    """
    guards = _guards(_Program(tell))
    try:
        for module, name, guard in guards:
            setattr(module, name, guard)
        with silent_ends(EndedItself):
            yield
    finally:
        for module, name, guard in guards:
            if getattr(module, name) is guard:
                setattr(module, name, guard.__wrapped__)


def leave_if_forked(host: int) -> None:
    """End this process if it is a copy of process ``host`` that the program has forked: the host goes on there."""
    if os.getpid() != host:
        sys.stdout.flush()
        os._exit(0)


class _Program:
    """The program that runs here: in which process and threads, and whom to tell what it would have done."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.process = os.getpid()
        self._runner = threading.current_thread()
        self._others = frozenset(threading.enumerate()) - {self._runner}
        self._tell = tell

    def is_here(self) -> bool:
        """Whether this is one of its threads."""
        return os.getpid() == self.process and threading.current_thread() not in self._others

    def end(self, told: str) -> BaseException:
        """The exception that ends the thread."""
        thread = threading.current_thread()
        if thread is self._runner:
            return SystemExit(told)
        told = f"{told} in thread {thread.name}"
        self._tell(told)
        return EndedItself(told)


def _guards(program: _Program) -> List[Tuple[Any, str, Any]]:
    wanted: List[Tuple[Any, str, Callable[..., bool]]] = [
        (os, "_exit", _always),
        (os, "abort", _always),
        (os, "execv", _always),  # which the others of that name call, or the next
        (os, "execve", _always),
        (os, "kill", lambda pid, number: pid in (program.process, 0, -1) and _is_deadly(number)),
        (os, "killpg", lambda group, number: _is_own_group(group) and _is_deadly(number)),
        (signal, "raise_signal", _is_deadly),
        (signal, "pthread_kill", lambda _thread, number: _is_deadly(number)),
    ]
    return [
        (module, name, _guard(program, f"{module.__name__}.{name}", getattr(module, name), harms))
        for module, name, harms in wanted
        if hasattr(module, name)
    ]


def _guard(program: _Program, name: str, real: Any, harms: Callable[..., bool]) -> Any:
    def guard(*args: Any, **options: Any) -> Any:
        if program.is_here() and harms(*args, **options):
            shown = ", ".join(map(str, (*args, *options.values())))
            raise program.end(
                f"the program would have ended its process: {name}({shown:.{_SHOWN}})"
            )
        return real(*args, **options)

    guard.__wrapped__ = real  # type: ignore[attr-defined]  # a function may have attributes
    return guard


def _always(*_: Any, **__: Any) -> bool:
    return True


def _is_own_group(group: int) -> bool:
    return group in (0, os.getpgrp())


def _is_deadly(number: int) -> bool:
    """Whether nobody has set a handler for it; that of Ctrl-C is the host's."""
    if number in _HARMLESS:
        return False
    return number == signal.SIGINT or signal.getsignal(number) is signal.SIG_DFL
