"""What may be given to `run`: one circuit, a list of them, or a Qobj; what is refused, and why."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Tuple

from qhil.backend.refusal import refusal
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
    circuits = _listed(device, given)
    for index, circuit in enumerate(circuits):
        if type(circuit).__name__ in _PULSE_NAMES:
            raise _pulse(device, circuit)
        if not isinstance(circuit, QuantumCircuit):
            raise refusal(
                device,
                f"run takes circuits, but item {index} of the list is {type(circuit).__name__}",
            )
    return circuits, {}


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


def _listed(device: str, given: Any) -> List[Any]:
    if isinstance(given, (str, bytes, Mapping)):
        raise _no_circuits(device, given)
    try:
        items = iter(given)
    except TypeError:
        raise _no_circuits(device, given) from None
    return list(items)


def _no_circuits(device: str, given: Any) -> IBMQBackendValueError:
    return refusal(device, f"run takes circuits, not {type(given).__name__}")


def _from_qobj(device: str, qobj: Any) -> Tuple[List[Any], Dict[str, Any]]:
    from qiskit.assembler import disassemble

    circuits, _, header = disassemble(qobj)
    config = qobj.config.to_dict()
    options = {name: config[name] for name in _QOBJ_OPTIONS if config.get(name) is not None}
    if "rep_delay" in options:
        options["rep_delay"] *= 1e-6  # in a Qobj it is in us, in `run` in s (terra's assembler)
    if len(circuits) != len(qobj.experiments):
        raise refusal(device, "the Qobj's experiments cannot be read back as circuits")
    for circuit, experiment in zip(circuits, qobj.experiments):
        circuit.metadata = getattr(experiment.header, "metadata", None) or {}
    return circuits, {**options, **({"header": header} if header else {})}


def _pulse(device: str, given: Any) -> IBMQBackendValueError:
    return refusal(
        device, f"{type(given).__name__}: pulse schedules are not simulated yet; run takes circuits"
    )
