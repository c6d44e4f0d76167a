"""Where a simulation may run: here, in a child process that can be ended, or on an executor.

What would end or exhaust the process is refused, or contained in a child process.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Optional

from qhil.backend.aer_run import Plan, state_bytes
from qhil.backend.simulation import SimulationRequest, simulate
from qhil.errors import SimulationError

# Aer's extended stabilizer keeps a qubit in each bit of a 64-bit word and ends the process beyond that.
_MOST_EXTENDED_STABILIZER_QUBITS = 63
# A state of this size is kept out of the caller's process.
_LARGE_STATE = 2**31


@dataclass(frozen=True)
class Containment:
    """Decides where the simulations of one run take place."""

    device: str
    timeout: Optional[float]
    executor: Any

    def check(self, plan: Plan) -> None:
        """Refuse what would end or exhaust the process.

        Raises:
            SimulationError: naming the circuit's size and the limit.
        """
        for circuit, touched in zip(plan.circuits, plan.footprints):
            size = len(touched.qubits)
            if plan.options.get("method") == "extended_stabilizer":
                if max(size, circuit.num_qubits) > _MOST_EXTENDED_STABILIZER_QUBITS:
                    raise SimulationError(
                        f"circuit {circuit.name!r} has {circuit.num_qubits} qubits, and Aer's extended_stabilizer "
                        f"ends the whole process beyond {_MOST_EXTENDED_STABILIZER_QUBITS}; "
                        "noise='twirled' runs Clifford circuits of any size, method='matrix_product_state' others"
                    )
            needed = state_bytes(plan.options, touched)
            if needed > _available_memory():
                raise SimulationError(
                    f"circuit {circuit.name!r} touches {size} qubits, whose state by method "
                    f"{plan.options.get('method')} needs {needed / 2**30:.0f} GiB; "
                    f"{_available_memory() / 2**30:.0f} GiB are free"
                )

    def simulate(self, request: SimulationRequest) -> Any:
        """Aer's result, from the place that fits.

        Raises:
            SimulationTimeout: if the timeout passed; nothing keeps running.
            SimulationError: if the simulation failed, or its process died.
        """
        if self.timeout is not None or self._is_large(request):
            from qhil.backend.worker import run_in_child

            return run_in_child(request, timeout=self.timeout, memory_limit=_available_memory())
        if self.executor is not None:
            from qhil.backend.executors import run_on

            return run_on(self.executor, request)
        return simulate(request)

    @staticmethod
    def _is_large(request: SimulationRequest) -> bool:
        size = max(circuit.num_qubits for circuit in request.circuits)
        return request.options.get("method") == "statevector" and 16 * 2**size > _LARGE_STATE


def _available_memory() -> int:
    """Free physical memory in bytes."""
    return int(os.sysconf("SC_AVPHYS_PAGES")) * int(os.sysconf("SC_PAGE_SIZE"))
