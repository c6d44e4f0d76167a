r"""Where a program's code is: a file, a module, a text, or a callable; and how that travels to another process.

>>> ProgramSource.of("def main(backend, user_messenger):\n    return 1\n").label
'<program>'
>>> ProgramSource.of("programs/vqe.py").kind
'file'
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Dict, Optional, Union

from qhil.errors import ProgramError

ProgramLike = Union[str, Path, ModuleType, Callable[..., Any]]

TEXT_LABEL = "<program>"


def is_text(program: str) -> bool:
    """Whether this is a program itself, having several lines or a ``def main(``, rather than its path."""
    return "\n" in program or "def main(" in program


@dataclass(frozen=True)
class ProgramSource:
    """A program that is not loaded yet.

    ``kind``: ``file``, ``text``, ``module`` or ``function``. ``place``: the path, the text, or the name of the
    module; ``name``: of the function in its module. ``live``: the module or function itself, in the
    process where it was given. ``label``: what a person calls it.
    """

    kind: str
    place: str
    label: str
    name: str = "main"
    live: Any = None

    @classmethod
    def of(cls, program: ProgramLike) -> ProgramSource:
        """The source behind what `qhil.run_program` takes.

        A str is the program itself if it has several lines or a ``def main(``, else a path.

        Raises:
            ProgramError: if it is nothing of that.
        """
        if isinstance(program, str) and is_text(program):
            return cls("text", program, TEXT_LABEL)
        if isinstance(program, (str, Path)):
            path = str(Path(program).absolute())
            return cls("file", path, path)
        if isinstance(program, ModuleType):
            file = getattr(program, "__file__", None)
            return cls("module", program.__name__, file or program.__name__, live=program)
        if callable(program):
            return cls._of_function(program)
        raise ProgramError(
            "a program is a path, a module, source text or a callable, "
            f"not {type(program).__name__}: {program!r:.60}"
        )

    @classmethod
    def _of_function(cls, function: Callable[..., Any]) -> ProgramSource:
        plain = inspect.unwrap(function)
        code = getattr(plain, "__code__", None)
        name = getattr(function, "__qualname__", type(function).__qualname__)
        label = code.co_filename if code is not None else name
        return cls("function", getattr(function, "__module__", ""), label, name, function)

    @property
    def file(self) -> Optional[str]:
        """The path of the file, where there is one."""
        return self.label if Path(self.label).is_absolute() else None

    def to_json(self) -> Dict[str, str]:
        """What another process needs in order to load it.

        Raises:
            ProgramError: for a function that can be found in no module, and for a module without file.
        """
        if self.kind == "function" and ("<" in self.name or self.place in ("", "__main__")):
            raise ProgramError(
                f"{self.name} in {self.label} cannot be found by another process: isolate=True takes a "
                "path, source text, a module, or a function at the top of a module"
            )
        if self.kind == "module" and self.file is None:
            raise ProgramError(f"module {self.place} has no file that another process could load")
        return {"kind": self.kind, "place": self.place, "label": self.label, "name": self.name}

    @classmethod
    def from_json(cls, fields: Dict[str, str]) -> ProgramSource:
        """The source behind `to_json`."""
        return cls(**fields)
