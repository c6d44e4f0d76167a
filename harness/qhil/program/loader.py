"""A program file, made ready to be called.

In goes a path; out comes, for the length of a ``with`` block, a :class:`Program`. Its folder is on
``sys.path`` meanwhile, so that it can import its own helper modules; after the block neither they
nor it are left in ``sys.modules``.
"""

from __future__ import annotations

import contextlib
import difflib
import inspect
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Dict, Iterator, Optional, Union

from qhil.errors import ProgramError

SIGNATURE = "main(backend, user_messenger, **kwargs)"


@dataclass(frozen=True)
class Program:
    """A loaded runtime program: where it came from, and what is called."""

    file: Path
    main: Callable[..., Any]


@contextlib.contextmanager
def loaded_program(file: Union[str, Path]) -> Iterator[Program]:
    """Load a program for the length of a ``with`` block.

    Raises:
        ProgramError: if there is no such file, it cannot be compiled, raises while it is imported
        (then that exception is the cause), or has no ``main`` that can be called with a backend and
        a messenger.
    """
    path = Path(file).resolve()
    source = program_source(path)
    with _import_path(path.parent):
        module = _executed(path, source)
        yield Program(path, _main_of(module, path))


def program_source(path: Path) -> bytes:
    """The content of a program file.

    Raises:
        ProgramError: if it cannot be read; the message names the nearest programs of that folder.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        programs = [other.name for other in path.parent.glob("*.py")]
        near = ", ".join(difflib.get_close_matches(path.name, programs))
        hint = f"; nearest in that folder: {near}" if near else ""
        raise ProgramError(f"{path}: cannot be read: {error.strerror}{hint}") from None


@contextlib.contextmanager
def _import_path(folder: Path) -> Iterator[None]:
    """Imports from ``folder``; takes back the path entry and what was imported from there."""
    entry = str(folder)
    modules = dict(sys.modules)
    sys.path.insert(0, entry)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(entry)
        fresh = [name for name, module in sys.modules.items() if modules.get(name) is not module]
        own = {name for name in fresh if _lies_in(folder, sys.modules[name])}
        for name in fresh:
            if name in own or name.partition(".")[0] in own:
                _put_back(name, modules)


def _put_back(name: str, modules: Dict[str, ModuleType]) -> None:
    del sys.modules[name]
    if name in modules:
        sys.modules[name] = modules[name]


def _lies_in(folder: Path, module: Optional[ModuleType]) -> bool:
    """Whether a module or package stands directly in the folder, so that its path entry gave it.

    One that is merely below it, as in a virtual environment, came from elsewhere.
    """
    file = getattr(module, "__file__", None)
    paths = [Path(path) for path in getattr(module, "__path__", ())]
    if not paths and isinstance(file, str):
        paths = [Path(file)]
    return any(folder == path.resolve().parent for path in paths)


def _executed(path: Path, source: bytes) -> ModuleType:
    """Run the file's own statements; compiled afresh, never from a cache of an older file."""
    name = path.stem if path.stem not in sys.modules else f"{path.stem}_program"
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    try:
        code = compile(source, str(path), "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 - running the user's program is what this is for
    except SyntaxError as error:
        if error.filename != str(path):
            raise ProgramError(_raised(path, error)) from error
        raise ProgramError(f"{path}, line {error.lineno}: {error.msg}") from error
    except (Exception, SystemExit) as error:
        raise ProgramError(_raised(path, error)) from error
    return module


def _raised(path: Path, error: BaseException) -> str:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == str(path)
    ]
    place = f"{path}, line {lines[-1]}" if lines else str(path)
    return f"{place}: importing it raised {type(error).__name__}: {error}"


def _main_of(module: ModuleType, path: Path) -> Callable[..., Any]:
    main = getattr(module, "main", None)
    if main is None:
        raise ProgramError(f"{path}: has no {SIGNATURE}{_nearest_function(module)}")
    line = _line_of(main)
    place = f"{path}, line {line}" if line else str(path)
    if not callable(main):
        raise ProgramError(f"{path}: main is no function but {type(main).__name__}: {SIGNATURE}")
    if inspect.iscoroutinefunction(main):
        raise ProgramError(f"{place}: main is a coroutine function; the service calls a plain one")
    try:
        inspect.signature(main).bind_partial(object(), object())
    except TypeError:
        raise ProgramError(
            f"{place}: main{inspect.signature(main)} does not take a backend and a messenger "
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
