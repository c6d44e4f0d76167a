"""A measured run beside the recording that is to be fitted to it: what does not belong together is refused.

Recording + MeasuredRun -> `Task`: circuits, what was observed, and what each circuit is for
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Optional, Sequence, Tuple

from qhil.backend.limits import Limits
from qhil.calibrating.observed import Observed
from qhil.errors import FitError
from qhil.measured import MeasuredCircuit, MeasuredRun, circuit_of
from qhil.noise.footprint import footprint, union
from qhil.recordings import Recording
from qhil.recordings.moments import moment
from qhil.service_errors import IBMQBackendValueError

FEWEST = 2
"""Circuits to judge by: one is held out, another has to be left to fit."""
MOST_QUBITS = 12
"""A density matrix of more takes more than a second for each prediction, and a fit makes hundreds."""


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be fitted to what.

    Attributes:
        circuits: as Qiskit has them, qubit i being the device's.
        observed: what was counted of each.
        zeros, ones: the numbers of the circuits that prepare all zeros and all ones; None where there is none.
        read: the qubit that these measure into each classical bit, -1 for none.
        judged: the numbers of all other circuits.
        qubits: what those touch.
    """

    circuits: Tuple[Any, ...]
    observed: Tuple[Observed, ...]
    zeros: Optional[int]
    ones: Optional[int]
    read: Tuple[int, ...]
    judged: Tuple[int, ...]
    qubits: Tuple[int, ...]


def task_of(recording: Recording, measured: MeasuredRun, *, any_date: bool = False) -> Task:
    """See that the run can be fitted.

    Raises:
        FitError: if it is of another device or of another calibration, if a circuit is none that the device would run,
            or if there are too few.
    """
    if measured.device != recording.name:
        raise FitError(
            f"the counts are of another device: expected {recording.name}, found {measured.device}"
        )
    if not any_date:
        _check_date(recording, measured)
    circuits = tuple(_circuit(recording, index, one) for index, one in enumerate(measured.circuits))
    kinds = [_prepares(circuit) for circuit in circuits]
    zeros, ones = _only("zeros", kinds, measured), _only("ones", kinds, measured)
    judged = tuple(index for index, kind in enumerate(kinds) if kind is None)
    if len(judged) < FEWEST:
        raise FitError(
            f"a fit is judged by circuits that it has not seen: expected {FEWEST} at least beside those that prepare "
            f"all zeros and all ones, found {len(judged)}; `qhil calibrate --plan {recording.name}` writes such"
        )
    qubits = tuple(sorted(union(footprint(circuits[index]) for index in judged).qubits))
    if len(qubits) > MOST_QUBITS:
        raise FitError(
            f"the circuits touch {len(qubits)} qubits together, whose density matrix is too large to predict "
            f"hundreds of times: expected {MOST_QUBITS} at most"
        )
    observed = tuple(Observed.of(one.name, one.counts) for one in measured.circuits)
    read = _read_by(circuits, zeros, ones)
    return Task(circuits, observed, zeros, ones, read, judged, qubits)


def _check_date(recording: Recording, measured: MeasuredRun) -> None:
    """The calibration that is fitted has to be the one in force when the counts were taken."""
    date = recording.properties().date
    cure = "`any_date=True` (--any-date) fits them all the same"
    if measured.taken < date:
        raise FitError(
            f"the counts were taken before the calibration that they are to be fitted to: expected a time from "
            f"{date.isoformat()} on, found {measured.taken.isoformat()}; an earlier one is "
            f"recording.until(...) (--at), and {cure}"
        )
    found = (measured.properties or {}).get("last_update_date")
    if found is not None and moment(str(found)) != date:
        raise FitError(
            f"the counts were taken under another calibration: expected {date.isoformat()}, found {found}; "
            f"the recording of that time is recording.until(...) (--at), and {cure}"
        )


def _circuit(recording: Recording, index: int, one: MeasuredCircuit) -> Any:
    circuit = circuit_of(one.qasm, name=one.name)
    touched = footprint(circuit)
    try:
        Limits(recording.configuration).check(index, circuit, touched, strict=True)
    except IBMQBackendValueError as error:
        raise FitError(f"not a circuit of {recording.name}: {error}") from error
    if not touched.measured:
        raise FitError(f"circuit {one.name!r} measures nothing")
    if one.width != circuit.num_clbits:
        raise FitError(
            f"counts of circuit {one.name!r} do not fit it: expected outcomes of {circuit.num_clbits} bits, "
            f"as it has classical bits, found {one.width}"
        )
    return circuit


def _prepares(circuit: Any) -> Optional[str]:
    """``zeros`` or ``ones`` if it does no more than that and measures every qubit of it, else None."""
    gates = [item for item in circuit.data if item.operation.name not in ("barrier", "measure")]
    if not gates:
        return "zeros"
    if not all(_flips(item.operation) for item in gates):
        return None
    flipped = [item.qubits[0] for item in gates]
    measured = {item.qubits[0] for item in circuit.data if item.operation.name == "measure"}
    once = len(set(flipped)) == len(flipped) and set(flipped) == measured
    last = [item.operation.name for item in circuit.data][-len(measured) :]
    return "ones" if once and set(last) == {"measure"} else None


def _flips(operation: Any) -> bool:
    """Whether it is an X, by whatever name."""
    from qiskit.circuit import Gate
    from qiskit.circuit.library import XGate
    from qiskit.quantum_info import Operator

    if not isinstance(operation, Gate) or operation.num_qubits != 1:
        return False
    return bool(Operator(operation).equiv(Operator(XGate())))


def _only(kind: str, kinds: Sequence[Optional[str]], measured: MeasuredRun) -> Optional[int]:
    found = [index for index, one in enumerate(kinds) if one == kind]
    if len(found) > 1:
        names = ", ".join(measured.circuits[index].name for index in found)
        raise FitError(f"expected one circuit that prepares all {kind}, found {names}")
    return found[0] if found else None


def _read_by(circuits: Sequence[Any], zeros: Optional[int], ones: Optional[int]) -> Tuple[int, ...]:
    if zeros is None or ones is None:
        return ()
    first, second = _bits(circuits[zeros]), _bits(circuits[ones])
    if first != second:
        raise FitError(
            "the circuits that prepare all zeros and all ones measure differently: expected the same qubits in the "
            f"same bits, found {first} and {second}"
        )
    return tuple(first)


def _bits(circuit: Any) -> List[int]:
    """The qubit behind each classical bit, -1 for none."""
    found = [-1] * circuit.num_clbits
    for item in circuit.data:
        if item.operation.name == "measure":
            found[circuit.clbits.index(item.clbits[0])] = circuit.qubits.index(item.qubits[0])
    return found
