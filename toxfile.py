"""Let tox find the interpreters that pyenv manages.

pyenv puts only its "global" versions behind its shims: the others answer "command not found", and
tox would skip their entries (it takes PYENV_VERSION out of the environment when it looks). So the
folders of all of them are appended to PATH for this run of tox.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess


def _pyenv(*arguments: str) -> list[str]:
    run = subprocess.run(["pyenv", *arguments], capture_output=True, text=True, check=False)
    return run.stdout.splitlines()


if shutil.which("pyenv"):
    _versions = [v for v in _pyenv("versions", "--bare") if re.fullmatch(r"3\.\d+\.\d+", v)]
    _folders = [f"{prefix}/bin" for v in _versions for prefix in _pyenv("prefix", v)]
    os.environ["PATH"] = os.pathsep.join([os.environ["PATH"], *_folders])
