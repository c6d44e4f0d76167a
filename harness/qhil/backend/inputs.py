"""What may be given to `run`: one circuit, a list of them, or a Qobj; what is refused, and why."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qhil.backend.refusal import circuit_label, refusal
from qhil.service_errors import IBMQBackendValueError
from qhil.stack import stack

_PULSE_NAMES = ("Schedule", "ScheduleBlock", "PulseQobj")

# Fields of a Qobj's config that are run options; the rest describes the Qobj itself.
_QOBJ_OPTIONS = (
    "shots",
    "memory",
    "seed_simulator",
    "meas_level",
    "meas_return",
    "rep_delay",
    "init_qubits",
    "use_measure_esp",
    "method",
)


def as_circuits(device: str, given: Any) -> Tuple[List[Any], Dict[str, Any]]:
    """The circuits of a run's input, and the run options it carries (only a Qobj carries any).

    Raises:
        IBMQBackendValueError: for pulse schedules, and for anything that is no circuit.
    """
    from qiskit import QuantumCircuit

    if isinstance(given, QuantumCircuit):
        return [given], {}
    if type(given).__name__ in _PULSE_NAMES:
        raise _pulse(device, given)
    if stack().generation == "terra":
        from qiskit.qobj import QasmQobj

        if isinstance(given, QasmQobj):
            return _from_qobj(device, given)
    if isinstance(given, (str, bytes, Mapping)) or not hasattr(given, "__iter__"):
        raise refusal(device, f"run takes circuits, not {type(given).__name__}")
    circuits = list(given)
    for index, circuit in enumerate(circuits):
        if type(circuit).__name__ in _PULSE_NAMES:
            raise _pulse(device, circuit)
        if not isinstance(circuit, QuantumCircuit):
            raise refusal(
                device,
                f"run takes circuits, but item {index} of the list is {type(circuit).__name__}",
            )
    return circuits, {}


def bind(
    device: str, circuits: Sequence[Any], binds: Optional[List[Mapping[Any, Any]]]
) -> List[Any]:
    """Every circuit under every binding, as ``assemble`` orders them: all circuits of the first binding first.

    Raises:
        IBMQBackendValueError: if a binding names a parameter that a circuit lacks, or leaves one free.
    """
    if not binds:
        return list(circuits)
    bound = []
    for values in binds:
        for index, circuit in enumerate(circuits):
            wanted = {parameter.name for parameter in circuit.parameters}
            given = {getattr(parameter, "name", str(parameter)) for parameter in values}
            if wanted != given:
                raise refusal(
                    device,
                    f"{circuit_label(index, circuit)} has parameters {sorted(wanted)}, "
                    f"but parameter_binds gives {sorted(given)}",
                )
            bound.append(circuit.assign_parameters(values))
    return bound


def unlabelled(circuit: Any) -> Any:
    """A copy in which no instruction carries a label.

    Aer looks errors up by label where there is one, so a labelled gate would run without noise.
    """
    plain = circuit.copy_empty_like()
    for item in circuit.data:
        operation = item.operation
        blocks = getattr(operation, "blocks", None)
        if blocks:
            operation = operation.replace_blocks([unlabelled(block) for block in blocks])
        elif operation.label is not None:
            operation = (
                operation.to_mutable() if hasattr(operation, "to_mutable") else operation.copy()
            )
            operation.label = None
        plain.append(operation, item.qubits, item.clbits)
    return plain


def _from_qobj(device: str, qobj: Any) -> Tuple[List[Any], Dict[str, Any]]:
    from qiskit.assembler import disassemble

    circuits, _, header = disassemble(qobj)
    config = qobj.config.to_dict()
    options = {name: config[name] for name in _QOBJ_OPTIONS if config.get(name) is not None}
    if len(circuits) != len(qobj.experiments):
        raise refusal(device, "the Qobj's experiments cannot be read back as circuits")
    return circuits, {**options, **({"header": header} if header else {})}


def _pulse(device: str, given: Any) -> IBMQBackendValueError:
    return refusal(
        device, f"{type(given).__name__}: pulse schedules are not simulated yet; run takes circuits"
    )
