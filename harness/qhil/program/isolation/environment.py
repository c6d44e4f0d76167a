"""The environment of a program's process: what programs need in order to run, and no credentials.

It is a list of what is let through, since nobody can list all that is secret. The home folder is another
one, too: saved accounts lie there.
"""

from __future__ import annotations

import os
from typing import Dict, Mapping

_ALLOWED = {
    "COMSPEC",
    "LANG",
    "LANGUAGE",
    "LD_LIBRARY_PATH",
    "PATH",
    "PATHEXT",
    "QISKIT_PARALLEL",
    "QISKIT_NUM_PROCS",
    "SYSTEMROOT",
    "TEMP",
    "TERM",
    "TMP",
    "TMPDIR",
    "TZ",
    "VIRTUAL_ENV",
    "WINDIR",
}
_ALLOWED_STARTS = (
    "COVERAGE_",
    "DYLD_",
    "KMP_",
    "LC_",
    "MKL_",
    "NUMEXPR_",
    "OMP_",
    "OPENBLAS_",
    "PYTHON",
)


def environment_without_credentials(
    home: str, environment: Mapping[str, str] = os.environ
) -> Dict[str, str]:
    """What is let through of ``environment``, with ``home`` as home folder."""
    allowed = {
        name: value
        for name, value in environment.items()
        if name.upper() in _ALLOWED or name.upper().startswith(_ALLOWED_STARTS)
    }
    return {**allowed, "HOME": home, "USERPROFILE": home}
