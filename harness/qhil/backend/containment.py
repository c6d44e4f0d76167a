"""Where a simulation may run: here, in a child process that can be ended, or on an executor.

What would end or exhaust the process is refused, or contained in a child process.
"""

from __future__ import annotations

import functools
import os
from typing import Any, Callable, Mapping, Optional

from qhil.backend.aer_run import Plan
from qhil.backend.simulation import SimulationRequest, simulate
from qhil.errors import SimulationError
from qhil.noise import Footprint

# Aer's extended stabilizer keeps a qubit in each bit of a 64-bit word and ends the process beyond that.
_MOST_EXTENDED_STABILIZER_QUBITS = 63
_BYTES_PER_AMPLITUDE = 16
# A state larger than this is kept out of the caller's process.
_LARGE_STATE = 2**31

Simulate = Callable[[SimulationRequest], Any]


def place(plan: Plan, timeout: Optional[float], executor: Any) -> Simulate:
    """What simulates the requests of this plan.

    Raises:
        SimulationError: if the simulation would end or exhaust the process; names size and limit. (What
            this returns raises it too, and SimulationTimeout once ``timeout`` has passed.)
    """
    free = _free_memory()
    for circuit, touched in zip(plan.circuits, plan.footprints):
        _check(circuit, touched, plan.options, free)
    large = any(_state_bytes(plan.options, one) > _LARGE_STATE for one in plan.footprints)
    if timeout is not None or large:
        from qhil.backend.worker import run_in_child

        return functools.partial(run_in_child, timeout=timeout, memory_limit=free)
    if executor is not None:
        from qhil.backend.executors import run_on

        return functools.partial(run_on, executor)
    return simulate


def _check(circuit: Any, touched: Footprint, options: Mapping[str, Any], free: int) -> None:
    size = len(touched.qubits)
    method = options.get("method")
    most = _MOST_EXTENDED_STABILIZER_QUBITS
    if method == "extended_stabilizer" and max(size, circuit.num_qubits) > most:
        raise SimulationError(
            f"circuit {circuit.name!r} has {circuit.num_qubits} qubits, and Aer's "
            f"extended_stabilizer ends the whole process beyond {most}; noise='twirled' runs "
            "Clifford circuits of any size, method='matrix_product_state' others"
        )
    needed = _state_bytes(options, touched)
    if method is not None and needed > free:
        raise SimulationError(
            f"circuit {circuit.name!r} touches {size} qubits, whose state by method {method} needs "
            f"{needed / 2**30:.0f} GiB; {free / 2**30:.0f} GiB are free"
        )


def _state_bytes(options: Mapping[str, Any], touched: Footprint) -> int:
    """Memory that the state of the touched qubits needs as amplitudes; 0 where the method holds none.

    Without a method Aer may choose the state vector, and refuses by itself what does not fit.
    """
    size = len(touched.qubits)
    amplitudes = {"density_matrix": 4**size, "statevector": 2**size, None: 2**size}
    return _BYTES_PER_AMPLITUDE * amplitudes.get(options.get("method"), 0)


def _free_memory() -> int:
    """Physical memory that is free, in bytes."""
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
