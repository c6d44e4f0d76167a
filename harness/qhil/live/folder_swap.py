"""A folder replaced by another in one step: who looks meanwhile sees the old one whole or the new one whole.

Everything is prepared below ``.qhil`` beside the folder, on the same file system, where nobody looks for recordings.
On Linux the two change places by one call to the system (``renameat2``). Elsewhere there are two renamings, and
whoever is killed between them leaves the old folder below ``.qhil``; the next to come here puts it back first.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from pathlib import Path
from typing import Callable, Iterator

from qhil.live.errors import LiveError

STAGING = ".qhil"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def replace_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Have ``fill`` fill a new, empty folder, which then takes the place of ``folder``.

    Raises:
        LiveError: if another process is at the same folder.
        OSError: if the system refuses something; the old folder is untouched then.
    """
    staging = folder.parent / STAGING
    staging.mkdir(parents=True, exist_ok=True)
    with _alone(staging / f"{folder.name}.lock", folder):
        new, before = staging / f"{folder.name}.new", staging / f"{folder.name}.before"
        _put_back(before, folder)
        _remove(new)
        new.mkdir()
        fill(new)
        _sync(new)
        if not folder.exists():
            new.rename(folder)
        elif _exchanged(new, folder):
            _remove(new)
        else:
            folder.rename(before)
            new.rename(folder)
            _remove(before)
        _sync_one(folder.parent)


def _put_back(before: Path, folder: Path) -> None:
    if before.exists() and not folder.exists():
        before.rename(folder)
    _remove(before)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system could let them change places."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)  # glibc 2.28
    if rename is None:
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _sync(folder: Path) -> None:
    for where, _, files in os.walk(folder):
        for name in files:
            _sync_one(Path(where, name))
        _sync_one(Path(where))


def _sync_one(path: Path) -> None:
    with contextlib.suppress(OSError):  # Windows opens no folders
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _alone(lock: Path, folder: Path) -> Iterator[None]:
    with lock.open("ab") as file:
        try:
            import fcntl
        except ImportError:  # Windows, where nobody is kept out
            yield
            return
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LiveError(f"{folder} is being recorded by another process") from None
        yield
