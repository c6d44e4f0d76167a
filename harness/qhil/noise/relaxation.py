"""Noise of waiting: what a delay does to a qubit, for the kinds that do not take Aer's own pass."""

from __future__ import annotations

from typing import Any, Optional, Sequence

from qhil.errors import CalibrationError
from qhil.noise.twirl import twirl
from qhil.recordings import CalibrationSnapshot

# Seconds in one of each unit that a Qiskit Delay may have; "dt" is the device's.
_SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9, "ps": 1e-12}


def twirled_delays(circuit: Any, snapshot: CalibrationSnapshot, dt: Optional[float]) -> Any:
    """``circuit`` with the Pauli-twirled relaxation of its length behind each delay."""
    from qiskit.circuit import Delay
    from qiskit.transpiler import PassManager
    from qiskit_aer.noise import LocalNoisePass, thermal_relaxation_error

    def noise(delay: Any, qubits: Sequence[int]) -> Any:
        qubit = snapshot.qubits[qubits[0]]
        if qubit.t1 is None or qubit.t2 is None:
            return None
        seconds = delay_seconds(delay, dt)
        if seconds == 0:
            return None
        t2 = min(qubit.t2, 2 * qubit.t1)
        return twirl(thermal_relaxation_error(qubit.t1, t2, seconds)).to_instruction()

    return PassManager([LocalNoisePass(noise, op_types=Delay, method="append")]).run(circuit)


def delay_seconds(delay: Any, dt: Optional[float]) -> float:
    """Length of a Qiskit `Delay` in seconds.

    Raises:
        CalibrationError: for a delay in ``dt`` on a device whose ``dt`` is not recorded.
    """
    if delay.unit == "dt":
        if dt is None:
            raise CalibrationError("a delay in units of dt, but the recording holds no dt")
        return float(delay.duration) * dt
    return float(delay.duration) * _SECONDS[delay.unit]
