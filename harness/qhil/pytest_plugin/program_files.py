"""A program's file, or its metadata's, found by a relative path."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Any, List

import pytest

from qhil.errors import ProgramError
from qhil.program.source import is_text


def found(item: pytest.Item, program: Any) -> Any:
    """The file that a relative path means; anything that is no relative path, as it is.

    Looked for in the working folder, pytest's root folder, and the folder of the test.

    Raises:
        ProgramError: if it is in none of them.
    """
    if not is_path(program) or Path(program).is_absolute():
        return program
    folders = _folders(item)
    for folder in folders:
        if (folder / program).is_file():
            return folder / program
    places = ", ".join(map(str, folders))
    raise ProgramError(f"no file {os.fspath(program)!r} in {places}{_nearest(folders, program)}")


def is_path(program: Any) -> bool:
    """Whether this is a path, where it might be source text, a module or a function."""
    if isinstance(program, str):
        return not is_text(program)
    return isinstance(program, os.PathLike)


def _folders(item: pytest.Item) -> List[Path]:
    folders = (Path.cwd(), item.config.rootpath, item.path.parent)
    return list(dict.fromkeys(folders))


def _nearest(folders: List[Path], program: Any) -> str:
    wanted = Path(program)
    names = {
        os.fspath(wanted.parent / other.name)
        for folder in folders
        for other in (folder / wanted.parent).glob(f"*{wanted.suffix}")
    }
    near = difflib.get_close_matches(os.fspath(wanted), sorted(names))
    return f"; nearest: {', '.join(near)}" if near else ""
