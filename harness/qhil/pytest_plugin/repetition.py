"""The command that repeats one test alone, to be given where the session was started.

>>> list(_kept(["tests", "-x", "-n2", "-pno:cov", "--qhil-device", "a,b", "--rootdir=.", "-k", "x"]))
['-pno:cov', '--qhil-device', 'a,b', '--rootdir=.']
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Iterator, List, Sequence

import pytest

from qhil.pytest_plugin.settings import settings

_SHORT = ("-c", "-o", "-p", "-W")
_WITH_VALUE = frozenset(
    {
        *_SHORT,
        "--confcutdir",
        "--config-file",
        "--import-mode",
        "--override-ini",
        "--pythonwarnings",
        "--qhil-device",
        "--qhil-noise",
        "--qhil-recordings",
        "--rootdir",
        "--timeout",
        "--timeout-method",
    }
)
_ALONE = frozenset(
    {
        "--noconftest",
        "--qhil-no-strict",
        "--strict-config",
        "--strict-markers",
        "--timeout-func-only",
    }
)


def command(item: pytest.Item) -> str:
    """The command, quoted for this system's shell."""
    config = item.config
    words = [
        *_pytest(config),
        _node(config, item.nodeid),
        *_kept(config.invocation_params.args),
        *_seeds(config),
    ]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _pytest(config: pytest.Config) -> List[str]:
    """How the session was started; ``python -m`` makes a difference to ``sys.path``."""
    # In a worker of pytest-xdist, sys.argv is that of execnet.
    argv = getattr(config, "workerinput", {}).get("mainargv", sys.argv)
    return ["python", "-m", "pytest"] if Path(argv[0]).name == "__main__.py" else ["pytest"]


def _node(config: pytest.Config, nodeid: str) -> str:
    """The node id with a path from where the session was started, not from pytest's root folder."""
    path, colons, inside = nodeid.partition("::")
    file, here = config.rootpath / path, config.invocation_params.dir
    with contextlib.suppress(ValueError):  # on another drive of Windows
        file = Path(os.path.relpath(file, here))
    return f"{file.as_posix()}{colons}{inside}"


def _kept(arguments: Sequence[str]) -> Iterator[str]:
    """What was typed that may matter to one test, as it was typed; `_seeds` has the seeds."""
    rest = iter(arguments)
    for argument in rest:
        word = str(argument)
        name, given, _ = word.partition("=")
        if word in _WITH_VALUE:
            yield word
            yield from map(str, itertools.islice(rest, 1))
        elif word in _ALONE or (given and name in _WITH_VALUE) or word.startswith(_SHORT):
            yield word


def _seeds(config: pytest.Config) -> Iterator[str]:
    """The seeds of this session, where they are not those of every session."""
    seed = settings(config).seed
    if seed.explicit or seed.drawn:
        yield f"--qhil-seed={seed.value}"
    # pytest-randomly seeds the generators of Python and numpy for each test, by this number.
    randomly = config.getoption("randomly_seed", None)
    if isinstance(randomly, int):
        yield f"--randomly-seed={randomly}"
