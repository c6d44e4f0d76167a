"""As-late-as-possible scheduling with the recording's own gate lengths, so that idle time becomes explicit delays.

Qiskit's own scheduling passes do the work; the noise model's delay noise then acts on what they inserted.
"""

from __future__ import annotations

from typing import Any, List, Tuple

from qhil.deprecations import ignored_deprecations
from qhil.errors import CalibrationError
from qhil.noise.footprint import condition_of
from qhil.recordings import CalibrationSnapshot, DeviceConfiguration
from qhil.stack import stack


def schedule(
    circuit: Any, configuration: DeviceConfiguration, snapshot: CalibrationSnapshot
) -> Any:
    """``circuit`` with a delay in every gap of its ALAP schedule.

    Raises:
        CalibrationError: if the device's ``dt`` or the length of a gate is not recorded, or the circuit has
            control flow or conditions, for which there is no schedule.
    """
    from qiskit.transpiler import InstructionDurations, PassManager, TranspilerError
    from qiskit.transpiler.passes import ALAPScheduleAnalysis, PadDelay, TimeUnitConversion

    if configuration.dt is None:
        raise CalibrationError(
            f"noise 'scheduled' needs dt, which the recording of {configuration.name} lacks"
        )
    for item in circuit.data:
        blocks = getattr(item.operation, "blocks", None)
        if blocks or condition_of(item.operation) is not None:
            raise CalibrationError(
                f"noise 'scheduled' has no schedule for control flow ({item.operation.name} in {circuit.name})"
            )
    durations = InstructionDurations(_durations(configuration.dt, snapshot), dt=configuration.dt)
    pad = PadDelay(fill_very_end=False, **stack().pad_delay_options(durations))
    passes = PassManager([TimeUnitConversion(durations), ALAPScheduleAnalysis(durations), pad])
    try:
        # The passes of Qiskit 1.3 and 1.4 read what it has deprecated.
        with ignored_deprecations(r"qiskit\b"):
            return passes.run(circuit)
    except (TranspilerError, OverflowError) as error:  # a length unknown, or beyond 64 bits
        raise CalibrationError(
            f"noise 'scheduled' cannot schedule {circuit.name} by the recording of "
            f"{configuration.name}: {error}"
        ) from error


def _durations(dt: float, snapshot: CalibrationSnapshot) -> List[Tuple[str, List[int], int, str]]:
    """Lengths in ``dt`` of all recorded gates and measurements, rounded to whole samples."""
    found = [
        (gate.gate, list(gate.qubits), round(gate.length / dt), "dt")
        for gate in snapshot.gates
        if gate.length is not None and gate.gate != "measure"
    ]
    found += [
        ("measure", [index], round(qubit.readout_length / dt), "dt")
        for index, qubit in enumerate(snapshot.qubits)
        if qubit.readout_length is not None
    ]
    return found
