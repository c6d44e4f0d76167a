"""What a recording, a noise kind and fitted numbers tell of waiting qubits: `Surroundings` for `faithful`."""

from __future__ import annotations

from typing import Any, FrozenSet, Optional, Tuple

from qhil.errors import CalibrationError
from qhil.noise.faithful import Surroundings
from qhil.noise.kinds import NoiseKind
from qhil.noise.relaxation import delay_seconds
from qhil.noise.timeline import Length
from qhil.noise.toggling import ECHOED
from qhil.noise.zz_rates import ZzRates
from qhil.recordings import CalibrationSnapshot, DeviceConfiguration, FittedNoise


def surroundings(
    configuration: DeviceConfiguration,
    snapshot: CalibrationSnapshot,
    rates: ZzRates,
    kind: NoiseKind,
    fitted: Optional[FittedNoise],
    *,
    missing: str,
) -> Surroundings:
    """``snapshot`` already has the kind's factor on its rates; here it goes to what is not in there."""
    fit = fitted or FittedNoise()
    zz_factor = kind.scale * fit.zz_scale.value
    return Surroundings(
        t1=[qubit.t1 for qubit in snapshot.qubits],
        t2=[qubit.t2 for qubit in snapshot.qubits],
        zz={pair: rate * zz_factor for pair, rate in rates.rates.items()},
        detunings={qubit: one.value * kind.scale for qubit, one in fit.detunings.items()},
        width=fit.dephasing_width.value * kind.scale,
        length=_length(configuration, snapshot, missing),
        reversed_sites=_reversed_sites(snapshot),
        strict=missing != "ideal",
    )


def _length(
    configuration: DeviceConfiguration, snapshot: CalibrationSnapshot, missing: str
) -> Length:
    def length(operation: Any, qubits: Tuple[int, ...]) -> float:
        name = operation.name
        if name == "delay":
            return delay_seconds(operation, configuration.dt)
        if name == "measure":
            # Where it is not recorded it takes no time; the result's metadata say so.
            return snapshot.qubits[qubits[0]].readout_length or 0.0
        gate = snapshot.gate(name, qubits)
        if gate is not None and gate.length is not None:
            return gate.length
        if missing == "ideal":
            return 0.0
        raise CalibrationError(
            f"noise 'faithful' needs the length of {name} on qubits {list(qubits)}, which the recording of "
            f"{configuration.name} ({snapshot.date:%Y-%m-%d}) lacks; missing='ideal' takes it for instantaneous"
        )

    return length


def _reversed_sites(snapshot: CalibrationSnapshot) -> FrozenSet[Tuple[int, ...]]:
    """Directions of cx that take longer than the other: those are made from it, with pulses around."""
    lengths = {
        gate.qubits: gate.length
        for gate in snapshot.gates
        if gate.gate in ECHOED and gate.length is not None
    }
    return frozenset(
        qubits for qubits, length in lengths.items() if length > lengths.get(qubits[::-1], length)
    )
