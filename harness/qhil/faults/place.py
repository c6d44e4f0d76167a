"""Where in the user's own code a site was called."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from types import FrameType
from typing import Optional, Tuple

import qhil

# The file of a program that came as text: see qhil.program.source, which stands above this.
_PROGRAM_TEXT = "<program>"
_ROOT = str(Path(qhil.__file__).parent)


def _foreign() -> Tuple[str, ...]:
    paths = sysconfig.get_paths()
    libraries = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    # The packages of this project lie beside each other once installed, else each in a folder of its own.
    mocks = str(Path(_ROOT).parent.parent / "mocks" / "qhil_mocks")
    return (*libraries, _ROOT, mocks, "<")


_FOREIGN = _foreign()


def calling_place() -> str:
    """``file:line in function`` of the innermost frame that is neither a library's nor ours; ``?`` if there is none."""
    frame: Optional[FrameType] = sys._getframe(1)  # noqa: SLF001  # `inspect.stack` reads source files
    while frame is not None and is_foreign(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is None:
        return "?"
    return f"{_short(frame.f_code.co_filename)}:{frame.f_lineno} in {frame.f_code.co_name}"


def is_foreign(file: str) -> bool:
    """Whether code is in a library, or ours."""
    # An environment may see what another has installed.
    return file != _PROGRAM_TEXT and (file.startswith(_FOREIGN) or "site-packages" in file)


def _short(file: str) -> str:
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except ValueError:
        return file
