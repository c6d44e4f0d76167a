"""A recorded device as Aer's own noise functions want to see it, cut down to a few gates and qubits.

Enters: a configuration and a calibration snapshot. Leaves: an object that quacks like a `BackendV1` (its
`BackendProperties` hold only the gates asked for) or like a `BackendV2` (likewise its `Target`). Given to Aer's
public `NoiseModel.from_backend`, `basic_device_gate_errors` and `basic_device_readout_errors`, such a
view yields exactly the errors that the whole device would yield for those gates, without the cost of all others.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Dict, FrozenSet, Iterable, List, Mapping, Optional, Sequence, Tuple

from qhil.noise.footprint import Site
from qhil.recordings import CalibrationSnapshot, DeviceConfiguration


class PropertiesView:
    """Quacks like a `BackendV1` for Aer: `version`, `configuration()`, `properties()`.

    Values are handed on in the units of the file, because Aer converts them itself and a second conversion
    could change the last bit.
    """

    version = 1

    def __init__(
        self,
        configuration: DeviceConfiguration,
        snapshot: CalibrationSnapshot,
        recorded: Mapping[str, Any],
        gates: Iterable[Site] = (),
        readout: Iterable[int] = (),
    ) -> None:
        self._configuration = SimpleNamespace(
            basis_gates=list(configuration.basis_gates),
            num_qubits=configuration.n_qubits,
            dt=configuration.dt or 0,
        )
        self._properties = _Properties(snapshot, recorded, frozenset(gates), frozenset(readout))

    def configuration(self) -> Any:
        """What Aer reads of a `BackendConfiguration`."""
        return self._configuration

    def properties(self) -> Any:
        """What Aer reads of `BackendProperties`."""
        return self._properties

    def gate_errors(self, **parts: bool) -> List[Tuple[str, Sequence[int], Any]]:
        """Aer's errors of the gates in view, as ``(name, qubits, QuantumError)``.

        ``parts``: Aer's own ``gate_error`` and ``thermal_relaxation``; one that is False is left out.
        """
        from qiskit_aer.noise.device import basic_device_gate_errors

        return list(basic_device_gate_errors(self._properties, **parts))

    def readout_errors(self) -> List[Tuple[Sequence[int], Any]]:
        """Aer's errors of the measured qubits in view, as ``(qubits, ReadoutError)``."""
        from qiskit_aer.noise.device import basic_device_readout_errors

        return list(basic_device_readout_errors(self._properties))


class TargetView:
    """Quacks like a `BackendV2` for Aer: `version`, `operation_names`, `target`, `dt`."""

    version = 2

    def __init__(
        self,
        configuration: DeviceConfiguration,
        snapshot: CalibrationSnapshot,
        recorded: Mapping[str, Any],
        gates: Iterable[Site] = (),
        readout: Iterable[int] = (),
    ) -> None:
        del recorded  # the snapshot's SI values serve: Aer converts nothing in a Target
        self.operation_names = list(configuration.basis_gates)
        self.dt = configuration.dt
        self.target = _target(configuration, snapshot, frozenset(gates), frozenset(readout))

    def gate_errors(self, **parts: bool) -> List[Tuple[str, Sequence[int], Any]]:
        """As those of a `PropertiesView`."""
        from qiskit_aer.noise.device import basic_device_gate_errors

        return list(basic_device_gate_errors(target=self.target, **parts))

    def readout_errors(self) -> List[Tuple[Sequence[int], Any]]:
        """Aer's errors of the measured qubits in view, as ``(qubits, ReadoutError)``."""
        from qiskit_aer.noise.device import basic_device_readout_errors

        return list(basic_device_readout_errors(target=self.target))


class _Properties:
    """The part of `BackendProperties` that Aer reads; qubits out of view are blank."""

    def __init__(
        self,
        snapshot: CalibrationSnapshot,
        recorded: Mapping[str, Any],
        sites: FrozenSet[Site],
        readout: FrozenSet[int],
    ) -> None:
        self._snapshot = snapshot
        shown = readout | {qubit for _, qubits in sites for qubit in qubits}
        self.gates = [
            _values(entry)
            for gate, entry in zip(snapshot.gates, recorded["gates"] if sites else ())
            if (gate.gate, gate.qubits) in sites
        ]
        self.qubits: List[List[Any]] = [[] for _ in snapshot.qubits]
        for qubit in shown:
            self.qubits[qubit] = [SimpleNamespace(**value) for value in recorded["qubits"][qubit]]

    def t1(self, qubit: int) -> Optional[float]:
        return self._snapshot.qubits[qubit].t1

    def t2(self, qubit: int) -> Optional[float]:
        return self._snapshot.qubits[qubit].t2

    def frequency(self, qubit: int) -> Optional[float]:
        return self._snapshot.qubits[qubit].frequency


def _values(entry: Mapping[str, Any]) -> Any:
    return SimpleNamespace(
        gate=entry["gate"],
        qubits=entry["qubits"],
        parameters=[SimpleNamespace(**value) for value in entry["parameters"]],
    )


def _target(
    configuration: DeviceConfiguration,
    snapshot: CalibrationSnapshot,
    sites: FrozenSet[Site],
    readout: FrozenSet[int],
) -> Any:
    from qiskit.circuit import Gate, Measure, Reset
    from qiskit.providers.backend import QubitProperties
    from qiskit.transpiler import InstructionProperties, Target

    target = Target(
        num_qubits=configuration.n_qubits,
        dt=configuration.dt,
        qubit_properties=[
            QubitProperties(t1=qubit.t1, t2=qubit.t2, frequency=qubit.frequency)
            for qubit in snapshot.qubits
        ],
    )
    properties: Dict[str, Dict[Tuple[int, ...], Any]] = {}
    for name, qubits in sorted(sites):
        gate = snapshot.gate(name, qubits)
        if gate is not None:
            properties.setdefault(name, {})[qubits] = InstructionProperties(
                error=gate.error, duration=gate.length
            )
    for name, entries in properties.items():
        operation = Reset() if name == "reset" else Gate(name, len(next(iter(entries))), [])
        target.add_instruction(operation, entries, name=name)
    if readout:
        errors = {
            (qubit,): InstructionProperties(error=snapshot.qubits[qubit].readout_error)
            for qubit in sorted(readout)
        }
        target.add_instruction(Measure(), errors)
    return target
