"""A recording as the `Target` that the transpiler works for and a `BackendV2` shows.

Enters: configuration and calibration. Leaves: a `qiskit.transpiler.Target` with the gates of the
basis on the qubits and in the directions that the device has them, errors and durations (s) from
the calibration, and the timing of the device. In content it is what qiskit-ibm-runtime makes of the
same device:

* what is recorded as not operational, and every gate on a qubit that is, is left out;
* a gate that the configuration has somewhere and the calibration does not is there, with no
  properties;
* delay, reset and control flow are there where ``supported_instructions`` has them (delay and reset
  also where the file has no such list), as are the instructions that ``instruction_signatures``
  declares.

Measure is always there. Needs qiskit-terra 0.25 or newer.
"""

from __future__ import annotations

import math
from typing import Any, Dict, List, Mapping, Optional, Set, Tuple

from qiskit import circuit as qiskit_circuit
from qiskit.circuit.library.standard_gates import get_standard_gate_name_mapping
from qiskit.exceptions import QiskitError
from qiskit.providers.backend import QubitProperties
from qiskit.transpiler import InstructionProperties, Target, TranspilerError

from qhil.errors import RecordingError
from qhil.recordings.calibration import CalibrationSnapshot, GateCalibration
from qhil.recordings.configuration import DeviceConfiguration

# What is known of an instruction by its qubits; None for an instruction that is not tied to qubits.
Places = Optional[Dict[Tuple[int, ...], Any]]

_CONTROL_FLOW = {
    "if_else": "IfElseOp",
    "for_loop": "ForLoopOp",
    "while_loop": "WhileLoopOp",
    "switch_case": "SwitchCaseOp",
}
_NOT_UNITARY = frozenset({"delay", "reset"})
_TIMING = ("granularity", "min_length", "pulse_alignment", "acquire_alignment")


def device_target(configuration: DeviceConfiguration, snapshot: CalibrationSnapshot) -> Any:
    """The `Target` of the device as it was calibrated in ``snapshot``.

    Raises:
        RecordingError: if neither Qiskit nor the recording defines a gate of the basis.
    """
    timing = {
        name: configuration.timing_constraints[name]
        for name in _TIMING
        if name in configuration.timing_constraints
    }
    target = Target(
        num_qubits=configuration.n_qubits,
        dt=configuration.dt,
        qubit_properties=[
            QubitProperties(t1=qubit.t1, t2=qubit.t2, frequency=qubit.frequency)
            for qubit in snapshot.qubits
        ],
        **timing,
    )
    device = _Device(configuration, snapshot)
    for name, operation in device.operations().items():
        _add(target, name, operation, device.places(name), configuration)
    for name, kind in _CONTROL_FLOW.items():
        if name in configuration.supported_instructions:
            target.add_instruction(getattr(qiskit_circuit, kind), name=name)
    return target


def _add(
    target: Any, name: str, operation: Any, places: Places, configuration: DeviceConfiguration
) -> None:
    try:
        target.add_instruction(operation, places, name=name, **_angle_bounds(name))
    except TranspilerError as error:
        raise _unusable(configuration, f"the instruction {name!r}", error) from error


class _Device:
    """Which operations a device has, and where."""

    def __init__(self, configuration: DeviceConfiguration, snapshot: CalibrationSnapshot) -> None:
        self._configuration = configuration
        self._snapshot = snapshot
        self._working = [index for index, qubit in enumerate(snapshot.qubits) if qubit.operational]
        self._dead = {index for index, qubit in enumerate(snapshot.qubits) if not qubit.operational}
        self._defined = {gate.name: gate for gate in configuration.gates}
        self._calibrated: Dict[str, List[GateCalibration]] = {}
        for gate in snapshot.gates:
            self._calibrated.setdefault(gate.gate, []).append(gate)

    def operations(self) -> Dict[str, Any]:
        """Instructions by name, all but control flow, in the order of the basis."""
        standard = get_standard_gate_name_mapping()
        names = [name for name in self._configuration.basis_gates if name not in _CONTROL_FLOW]
        listed = self._configuration.supported_instructions or tuple(sorted(_NOT_UNITARY))
        names += [name for name in listed if name in _NOT_UNITARY and name not in names]
        found = {
            name: standard[name] if name in standard else self._custom_gate(name) for name in names
        }
        found["measure"] = standard["measure"]
        found.update(self._signatures())
        return found

    def places(self, name: str) -> Places:
        """Where the device has the instruction, with what was measured of it there."""
        if name == "measure":
            return {(qubit,): self._readout(qubit) for qubit in self._working}
        places: Places = None
        definition = self._defined.get(name)
        if definition is not None and definition.coupling_map:
            places = dict.fromkeys(definition.coupling_map)
        for gate in self._calibrated.get(name, ()):
            places = {} if places is None else places
            places[gate.qubits] = InstructionProperties(error=gate.error, duration=gate.length)
        if places is None:
            return (
                dict.fromkeys((qubit,) for qubit in self._working) if name in _NOT_UNITARY else None
            )
        left_out = self._left_out(name)
        return {
            qubits: properties
            for qubits, properties in places.items()
            if qubits not in left_out and self._dead.isdisjoint(qubits)
        }

    def _left_out(self, name: str) -> Set[Tuple[int, ...]]:
        return {gate.qubits for gate in self._calibrated.get(name, ()) if not gate.operational}

    def _readout(self, qubit: int) -> Any:
        values = self._snapshot.qubits[qubit]
        return InstructionProperties(error=values.readout_error, duration=values.readout_length)

    def _custom_gate(self, name: str) -> Any:
        """A gate of which Qiskit knows nothing but name, qubits and parameters."""
        definition = self._defined.get(name)
        parameters = definition.parameters if definition else ()
        places = list(definition.coupling_map or ()) if definition else []
        places += [gate.qubits for gate in self._calibrated.get(name, ())]
        if not places:
            raise RecordingError(
                f"{self._configuration.name}: nothing defines the basis gate {name!r}",
                file=self._configuration.text.file,
                path="$.basis_gates",
                expected="a gate of Qiskit's, or one with a coupling map or a calibration",
                found=repr(name),
            )
        return qiskit_circuit.Gate(
            name, len(places[0]), [qiskit_circuit.Parameter(text) for text in parameters]
        )

    def _signatures(self) -> Dict[str, Any]:
        """Instructions beyond Qiskit's that newer devices declare, such as ``measure_2``."""
        if b'"instruction_signatures"' not in self._configuration.text.data:
            return {}
        declared = self._configuration.json.get("instruction_signatures") or []
        try:
            return {signature["name"]: _instruction(signature) for signature in declared}
        except (AttributeError, KeyError, TypeError, QiskitError) as error:
            raise _unusable(self._configuration, "its instruction_signatures", error) from error


def _instruction(signature: Mapping[str, Any]) -> Any:
    parameters = [qiskit_circuit.Parameter(name) for name in signature.get("parameters") or ()]
    return qiskit_circuit.Instruction(
        signature["name"], signature["num_qubits"], signature["num_clbits"], parameters
    )


def _unusable(configuration: DeviceConfiguration, what: str, error: Exception) -> RecordingError:
    return RecordingError(
        f"{configuration.name}: Qiskit cannot make a target with {what}",
        file=configuration.text.file,
        expected="gates on as many qubits as in Qiskit, instructions with name and size",
        found=f"{type(error).__name__}: {error}",
    )


def _angle_bounds(name: str) -> Dict[str, Any]:
    """Devices take rzz with angles in [0, pi/2] only; a `Target` can say so since Qiskit 2.2."""
    if name != "rzz" or not hasattr(Target, "has_angle_bounds"):
        return {}
    from qhil.qiskit_objects.rzz_folding import register_rzz_folding

    register_rzz_folding()
    return {"angle_bounds": [(0, math.pi / 2)]}
