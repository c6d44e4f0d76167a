"""A script that talks to IBM Quantum, as a scenario: each time in a mocked service of its own.

script, arguments, seed, devices -> MockIBMQ, runpy -> what it prints | what it raises
"""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, Optional, Tuple

from qhil.cli.mocks import mock_ibmq_type
from qhil.program.hosting.self_harm import guarded
from qhil.program.hosting.surroundings import kept_surroundings


@dataclass(frozen=True)
class ScriptScenario:
    """A scenario for `qhil.sweep`, which other processes can have, too.

    Its result is what the script prints on its standard output. What it raises is raised, an exit code other than
    0 among it (`SystemExit`). Modules that it imports from beside it are imported anew each time.

    ``devices``: those that are served; None for all. ``recordings``: folders that are looked into first.
    """

    script: str
    arguments: Tuple[str, ...] = ()
    seed: int = 0
    devices: Optional[Tuple[str, ...]] = None
    recordings: Tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file and its arguments."""
        return " ".join([Path(self.script).name, *self.arguments])

    def __call__(self) -> Dict[str, str]:
        """Run it.

        Raises:
            BaseException: that of the script.
        """
        mock = mock_ibmq_type("qhil sweep --mock-ibmq")(
            seed=self.seed, devices=self.devices, recordings=self.recordings or None
        )
        printed, ends = io.StringIO(), list[str]()
        with contextlib.ExitStack() as stack:
            stack.enter_context(kept_surroundings(self.seed))
            _warn_as_python_does()
            stack.enter_context(_as_main(self.script, self.arguments))
            stack.enter_context(guarded(ends.append))
            stack.enter_context(contextlib.redirect_stdout(printed))
            stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
            stack.enter_context(mock)
            try:
                runpy.run_path(self.script, run_name="__main__")
            except SystemExit as error:
                if error.code not in (None, 0):
                    raise
        if ends:
            raise SystemExit(ends[0])
        return {"output": printed.getvalue()}


@contextlib.contextmanager
def _as_main(script: str, arguments: Tuple[str, ...]) -> Iterator[None]:
    """What ``python SCRIPT`` sets up; afterwards all as before, without the modules from the script's folder."""
    argv, path, modules = list(sys.argv), list(sys.path), set(sys.modules)
    folder = Path(script).resolve().parent
    sys.argv = [script, *arguments]
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.argv, sys.path[:] = argv, path
        for name in set(sys.modules) - modules:
            if _is_below(getattr(sys.modules[name], "__file__", None), folder):
                del sys.modules[name]


def _warn_as_python_does() -> None:
    """The filters of ``python SCRIPT``; only that what is left open is always told, to the sweep."""
    warnings.resetwarnings()
    for quiet in (DeprecationWarning, PendingDeprecationWarning, ImportWarning):
        warnings.simplefilter("ignore", quiet)
    warnings.simplefilter("always", ResourceWarning)


def _is_below(file: Optional[str], folder: Path) -> bool:
    if not file:
        return False
    installed = "site-packages" in Path(file).parts
    return not installed and os.path.commonpath([str(folder), str(Path(file).resolve())]) == str(
        folder
    )
