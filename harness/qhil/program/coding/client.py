"""Whose forms are written: those of the client that belongs to the installed generation of Qiskit.

`PROVIDER` is qiskit-ibmq-provider 0.20 and earlier, for qiskit-terra; `RUNTIME` is
qiskit-ibm-runtime 0.37 and later, for Qiskit 1 and 2. They differ in what they can encode and how:
a `Parameter` is a ``ParameterExpression`` to the one and a ``Parameter`` to the other. Whether the
client itself is installed makes no difference. Both clients' forms are read everywhere.
"""

from __future__ import annotations

import functools
import sys
from typing import FrozenSet

from qhil.stack import stack

PROVIDER = "qiskit-ibmq-provider"
RUNTIME = "qiskit-ibm-runtime"
BOTH: FrozenSet[str] = frozenset((PROVIDER, RUNTIME))


def client() -> str:
    """`PROVIDER` or `RUNTIME`."""
    return PROVIDER if stack().generation == "terra" else RUNTIME


@functools.cache
def newest_qpy_version() -> int:
    """The version of QPY that circuits are written in: the newest, unless the service reads no newer one.

    The limit is a constant beside the encoder of qiskit-ibm-runtime (since 0.37), which is
    imported for it: it was 13 there, and 17 in 0.51.
    """
    from qiskit.qpy.common import QPY_VERSION

    newest = int(QPY_VERSION)
    if client() == PROVIDER or stack().ibm_runtime is None:
        return newest
    from qiskit_ibm_runtime import RuntimeEncoder

    beside = sys.modules[RuntimeEncoder.__module__]
    return min(newest, getattr(beside, "SERVICE_MAX_SUPPORTED_QPY_VERSION", newest))
