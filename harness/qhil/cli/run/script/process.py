"""A script's process as its parent sees it: started, waited for, ended with all that it started.

Standard input and both outputs are the parent's own, and so is the terminal: Ctrl-C reaches the script.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import click
import psutil

from qhil.cli.exit_codes import INTERRUPTED, TIMED_OUT
from qhil.cli.run.script.request import ScriptRequest

# s: in which a script that is told to end may put away what it has.
_GRACE = 5.0


def run_script(request: ScriptRequest, *, timeout: Optional[float] = None) -> int:
    """Run it to its end; gives its exit code, 128 and the signal's number if one ended it.

    ``timeout``: s from the start of its process.
    """
    process, lifeline = _start(request)
    try:
        return _exit_code(process.wait(timeout))
    except subprocess.TimeoutExpired:
        name = Path(request.script).name
        click.echo(f"Timed out: {name} did not end within {timeout:g} s.", err=True)
        return TIMED_OUT
    except KeyboardInterrupt:
        # It has been told as well, by the terminal.
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(_GRACE)
        return INTERRUPTED
    finally:
        _end(process)
        if lifeline is not None:
            os.close(lifeline)


def _start(request: ScriptRequest) -> Tuple[subprocess.Popen[bytes], Optional[int]]:
    if sys.platform == "win32":
        return subprocess.Popen(_command(request, None)), None  # noqa: S603 - our own program
    theirs, ours = os.pipe()
    options: Dict[str, Any] = {"pass_fds": [theirs]}
    try:
        return subprocess.Popen(_command(request, theirs), **options), ours  # noqa: S603 - likewise
    except BaseException:
        os.close(ours)
        raise
    finally:
        os.close(theirs)


def _command(request: ScriptRequest, lifeline: Optional[int]) -> List[str]:
    # Not `-m`: the path along which qhil was found may be known to this interpreter only.
    path = [str(entry or Path.cwd()) for entry in sys.path]
    program = (
        f"import sys; sys.path[:] = {path!r}; "
        f"from qhil.cli.run.script.child import main; main({request.to_json()!r}, {lifeline})"
    )
    return [sys.executable, "-c", program]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what has not ended by itself: told first, then killed."""
    left = _processes(process)
    for number in ("terminate", "kill"):
        for one in left:
            with contextlib.suppress(psutil.Error):
                getattr(one, number)()
        _, left = psutil.wait_procs(left, timeout=_GRACE)
    process.wait()


def _processes(process: subprocess.Popen[bytes]) -> List[psutil.Process]:
    """It and those that it started; none of them if it is over."""
    with contextlib.suppress(psutil.Error):
        if process.poll() is None:
            script = psutil.Process(process.pid)
            return [script, *script.children(recursive=True)]
    return []


def _exit_code(code: int) -> int:
    return 128 - code if code < 0 else code
