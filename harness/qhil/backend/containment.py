"""Where a simulation may run: here, in a child process that can be ended, or on an executor.

What would end or exhaust the process is refused, or contained in a child process.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from pathlib import Path
from typing import Any, Callable, Mapping, Optional

from qhil.backend.aer_run import Plan, expects_density_matrix
from qhil.errors import SimulationError
from qhil.noise import Footprint
from qhil.simulation.aer import SimulationRequest, simulate

# Aer's extended stabilizer keeps a qubit in each bit of a 64-bit word and ends the process beyond that.
# It counts the qubits that a circuit touches: Aer leaves the others out (seen in 0.11 to 0.18).
_MOST_EXTENDED_STABILIZER_QUBITS = 63
_BYTES_PER_AMPLITUDE = 16
# A state larger than this is kept out of the caller's process.
_LARGE_STATE = 2**31
_MEMORY_FILE = Path("/proc/meminfo")

Simulate = Callable[[SimulationRequest], Any]


def place(
    plan: Plan, timeout: Optional[float], executor: Any, *, contained: bool = False
) -> Simulate:
    """What simulates the requests of this plan: in a child process if it is to be ``contained``.

    With an executor as well as a reason for a child process, each worker of the executor starts one.

    Raises:
        SimulationError: if the simulation would end or exhaust the process; names size and limit. (What
            this returns raises it too, and SimulationTimeout once ``timeout`` has passed.)
    """
    sizes = [_state_bytes(plan.options, touched) for touched in plan.footprints]
    large = max(sizes) > _LARGE_STATE
    contained = contained or large or timeout is not None
    free = free_memory() if contained else None
    for circuit, touched, size in zip(plan.circuits, plan.footprints, sizes):
        _check(circuit, len(touched.qubits), plan.options.get("method"), size, free)
    run: Simulate = simulate
    if contained:
        from qhil.simulation.worker import run_in_child

        # No other system keeps such a limit.
        limit = free if sys.platform == "linux" else None
        run = functools.partial(run_in_child, timeout=timeout, memory_limit=limit)
    if executor is not None:
        from qhil.simulation.executors import run_on

        return functools.partial(run_on, executor, run=run)
    return run


def _check(
    circuit: Any, qubits: int, method: Optional[str], needed: int, free: Optional[int]
) -> None:
    most = _MOST_EXTENDED_STABILIZER_QUBITS
    if method == "extended_stabilizer" and qubits > most:
        raise SimulationError(
            f"circuit {circuit.name!r} touches {qubits} qubits, and Aer's "
            f"extended_stabilizer ends the whole process beyond {most}; noise='twirled' runs "
            "Clifford circuits of any size, method='matrix_product_state' others"
        )
    if method is not None and free is not None and needed > free:
        raise SimulationError(
            f"circuit {circuit.name!r} touches {qubits} qubits, whose state by method {method} needs "
            f"{needed / 2**30:.0f} GiB; {free / 2**30:.0f} GiB are free"
        )


def _state_bytes(options: Mapping[str, Any], touched: Footprint) -> int:
    """Memory that the state of the touched qubits needs as amplitudes; 0 where the method holds none.

    Without a method Aer may choose either, and refuses by itself what does not fit.
    """
    size = len(touched.qubits)
    if expects_density_matrix(options, touched):
        return int(_BYTES_PER_AMPLITUDE * 4**size)
    if options.get("method") in ("statevector", None):
        return int(_BYTES_PER_AMPLITUDE * 2**size)
    return 0


def free_memory() -> Optional[int]:
    """Physical memory that may be taken without others being pushed out, in bytes.

    All there is, on a system that does not tell; None on one that does not tell that either.
    """
    with contextlib.suppress(OSError):
        for line in _MEMORY_FILE.read_text().splitlines():
            name, _, amount = line.partition(":")
            if name == "MemAvailable":
                return int(amount.split()[0]) * 1024
    with contextlib.suppress(AttributeError, ValueError, OSError):
        return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return None
