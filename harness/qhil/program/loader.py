r"""A program, made ready to be called.

In goes a path, a module, source text or a callable; out comes, for the length of a ``with`` block, a
:class:`Program`. Meanwhile it can import the helper modules of its own folder.

>>> with loaded_program("def main(backend, user_messenger):\n    return 'hello'\n") as program:
...     program.main(None, None)
'hello'
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import inspect
import linecache
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Iterator, Optional, Union

from qhil.errors import ProgramError
from qhil.program.import_path import import_path, is_standard
from qhil.program.source import ProgramLike, ProgramSource

SIGNATURE = "main(backend, user_messenger, **kwargs)"
TEXT_MODULE = "program"


@dataclass(frozen=True)
class Program:
    """A loaded runtime program: what it is called by, and what is called."""

    label: str
    main: Callable[..., Any]


@contextlib.contextmanager
def loaded_program(program: Union[ProgramLike, ProgramSource]) -> Iterator[Program]:
    """Load a program for the length of a ``with`` block.

    Raises:
        ProgramError: if there is no such file, it cannot be compiled, raises while it is imported
        (then that exception is the cause), or has no ``main`` that can be called with a backend and
        a messenger.
    """
    source = program if isinstance(program, ProgramSource) else ProgramSource.of(program)
    if source.live is not None:
        yield _program(source, source.live)
        return
    path = Path(source.label).resolve() if source.kind != "text" else None
    if source.kind == "file" and path is not None:
        source = ProgramSource("file", str(path), str(path))
    text = program_text(source)
    around = _text_module() if path is None else import_path(path.parent)
    with around:
        yield _program(source, _found(source, text))


def program_text(source: ProgramSource) -> bytes:
    """The source code of a program.

    Raises:
        ProgramError: if its file cannot be read; the message names the nearest programs of that folder.
    """
    if source.kind == "text":
        return source.place.encode()
    path = Path(source.label)
    try:
        return path.read_bytes()
    except OSError as error:
        programs = [other.name for other in path.parent.glob("*.py")]
        near = ", ".join(difflib.get_close_matches(path.name, programs))
        hint = f"; nearest in that folder: {near}" if near else ""
        raise ProgramError(f"{path}: cannot be read: {error.strerror}{hint}") from None


def _program(source: ProgramSource, found: Any) -> Program:
    """The function in what was found: a module, or the function itself."""
    if source.kind == "function" and not isinstance(found, ModuleType):
        return Program(source.label, _checked(found, source))
    main = getattr(found, source.name, None)
    if main is None:
        raise ProgramError(f"{source.label}: has no {SIGNATURE}{_nearest_function(found)}")
    return Program(source.label, _checked(main, source))


def _found(source: ProgramSource, text: bytes) -> ModuleType:
    """The module: where it is part of a package it is imported by its name, else its file is executed."""
    if source.kind in ("module", "function"):
        with contextlib.suppress(ImportError):
            module = importlib.import_module(source.place)
            if getattr(module, "__file__", None) == source.label:
                return module
    return _executed(source, text)


def _executed(source: ProgramSource, text: bytes) -> ModuleType:
    """Run the program's own statements; compiled afresh, never from a cache of an older file."""
    module = ModuleType(_module_name(source))
    if source.kind == "text":
        lines = source.place.splitlines(keepends=True)
        linecache.cache[source.label] = (len(text), None, lines, source.label)  # for tracebacks
    else:
        module.__file__ = source.label
    sys.modules[module.__name__] = module
    try:
        code = compile(text, source.label, "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 - running the user's program is what this is for
    except SyntaxError as error:
        if error.filename != source.label:
            raise ProgramError(_raised(source.label, error)) from error
        raise ProgramError(f"{source.label}, line {error.lineno}: {error.msg}") from error
    except (Exception, SystemExit) as error:
        raise ProgramError(_raised(source.label, error)) from error
    return module


@contextlib.contextmanager
def _text_module() -> Iterator[None]:
    """Takes the module of a program that has no file out of ``sys.modules`` again."""
    before = dict(sys.modules)
    try:
        yield
    finally:
        for name in (TEXT_MODULE, f"{TEXT_MODULE}_program"):
            sys.modules.pop(name, None)
        sys.modules.update(before)


def _module_name(source: ProgramSource) -> str:
    stem = TEXT_MODULE if source.kind == "text" else Path(source.label).stem
    return f"{stem}_program" if stem in sys.modules or is_standard(stem) else stem


def _raised(label: str, error: BaseException) -> str:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == label
    ]
    place = f"{label}, line {lines[-1]}" if lines else label
    return f"{place}: importing it raised {type(error).__name__}: {error}"


def _checked(main: Any, source: ProgramSource) -> Callable[..., Any]:
    line = _line_of(main)
    place = f"{source.label}, line {line}" if line else source.label
    name = source.name
    if not callable(main):
        raise ProgramError(
            f"{source.label}: {name} is no function but {type(main).__name__}: {SIGNATURE}"
        )
    if inspect.iscoroutinefunction(main):
        raise ProgramError(
            f"{place}: {name} is a coroutine function; the service calls a plain one"
        )
    try:
        inspect.signature(main).bind_partial(object(), object())
    except TypeError:
        raise ProgramError(
            f"{place}: {name}{inspect.signature(main)} does not take a backend and a messenger "
            f"as its first two arguments: {SIGNATURE}"
        ) from None
    return main  # type: ignore[no-any-return]  # narrowed by callable() above


def _nearest_function(module: ModuleType) -> str:
    functions = {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    }
    near = difflib.get_close_matches("main", functions, n=1)
    return f"; nearest: {near[0]} in line {_line_of(functions[near[0]])}" if near else ""


def _line_of(function: Any) -> Optional[int]:
    code = getattr(inspect.unwrap(function) if callable(function) else function, "__code__", None)
    return getattr(code, "co_firstlineno", None)
