"""What was measured of a device: named, dated values of qubits and gates, read in SI units."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union

from qiskit.exceptions import QiskitError
from qiskit.utils import apply_prefix

from qhil.qiskit_objects.standin_models.fields import Fields

# A value in SI units, and when it was measured.
Dated = Tuple[float, datetime]
Qubits = Union[int, Iterable[int]]


class BackendPropertyError(QiskitError):
    """There is no such property."""


class Nduv(Fields):
    """A value with ``name``, ``date`` and ``unit``, as recorded."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Nduv:
        """From a value of the decoded JSON."""
        return cls(data)

    def dated(self) -> Dated:
        """The value in SI units with its date.

        Raises:
            BackendPropertyError: if the unit is not known.
        """
        try:
            return apply_prefix(self.value, self.unit), self.date
        except Exception as error:  # which class it is differs between versions of Qiskit
            raise BackendPropertyError(f"Could not understand units: {self.unit}") from error


class GateProperties(Fields):
    """Values of one gate on some qubits: ``gate``, ``qubits``, ``parameters``, maybe ``name``."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> GateProperties:
        """From an entry of ``gates`` of the decoded JSON."""
        return cls({**data, "parameters": [Nduv.from_dict(value) for value in data["parameters"]]})


class BackendProperties(Fields):
    """Properties of a device at one date; asked for what it has not, BackendPropertyError."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> BackendProperties:
        """From the decoded JSON of IBM's API, which is not changed."""
        return cls(
            {
                **data,
                "qubits": [
                    [Nduv.from_dict(value) for value in values] for values in data["qubits"]
                ],
                "gates": [GateProperties.from_dict(gate) for gate in data["gates"]],
                "general": [Nduv.from_dict(value) for value in data["general"]],
            }
        )

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        self._of_qubits: List[Dict[str, Dated]] = [_by_name(values) for values in self.qubits]
        self._of_gates: Dict[str, Dict[Tuple[int, ...], Dict[str, Dated]]] = {}
        for gate in self.gates:
            self._of_gates.setdefault(gate.gate, {})[tuple(gate.qubits)] = _by_name(gate.parameters)

    def qubit_property(self, qubit: int, name: Optional[str] = None) -> Any:
        """The value ``name`` of a qubit as ``(value, date)``; without ``name`` all, by name."""
        if 0 <= qubit < len(self._of_qubits):
            values = self._of_qubits[qubit]
            if name is None:
                return values
            if name in values:
                return values[name]
        what = "properties" if name is None else f"property {name!r}"
        raise BackendPropertyError(f"Couldn't find the {what} for qubit {qubit}.")

    def gate_property(
        self, gate: str, qubits: Optional[Qubits] = None, name: Optional[str] = None
    ) -> Any:
        """The value ``name`` of a gate on ``qubits`` as ``(value, date)``.

        Without ``name`` all of them, by name; without ``qubits`` those of all, by tuples of qubits.
        """
        if qubits is None and name is not None:
            raise BackendPropertyError(f"Provide qubits to get {name} of {gate}")
        try:
            everywhere = self._of_gates[gate]
            if qubits is None:
                return everywhere
            values = everywhere[(qubits,) if isinstance(qubits, int) else tuple(qubits)]
            return values if name is None else values[name]
        except KeyError:
            raise BackendPropertyError(f"Could not find the desired property for {gate}") from None

    def t1(self, qubit: int) -> float:
        """T1 in s."""
        return self._qubit_value(qubit, "T1")

    def t2(self, qubit: int) -> float:
        """T2 in s."""
        return self._qubit_value(qubit, "T2")

    def frequency(self, qubit: int) -> float:
        """Frequency in Hz."""
        return self._qubit_value(qubit, "frequency")

    def readout_error(self, qubit: int) -> float:
        """Probability of reading a wrong bit."""
        return self._qubit_value(qubit, "readout_error")

    def readout_length(self, qubit: int) -> float:
        """Duration of a readout in s."""
        return self._qubit_value(qubit, "readout_length")

    def gate_error(self, gate: str, qubits: Qubits) -> float:
        """Error of a gate, a probability."""
        return float(self.gate_property(gate, qubits, "gate_error")[0])

    def gate_length(self, gate: str, qubits: Qubits) -> float:
        """Duration of a gate in s."""
        return float(self.gate_property(gate, qubits, "gate_length")[0])

    def is_qubit_operational(self, qubit: int) -> bool:
        """False only where that is recorded."""
        return _operational(self.qubit_property(qubit))

    def is_gate_operational(self, gate: str, qubits: Optional[Qubits] = None) -> bool:
        """False only where that is recorded."""
        return _operational(self.gate_property(gate, qubits))

    def faulty_qubits(self) -> List[int]:
        """Qubits that are recorded as not operational."""
        return [qubit for qubit in range(len(self.qubits)) if not self.is_qubit_operational(qubit)]

    def faulty_gates(self) -> List[GateProperties]:
        """Gates that are recorded as not operational."""
        return [gate for gate in self.gates if not self.is_gate_operational(gate.gate, gate.qubits)]

    def _qubit_value(self, qubit: int, name: str) -> float:
        return float(self.qubit_property(qubit, name)[0])


def _by_name(values: Iterable[Nduv]) -> Dict[str, Dated]:
    return {value.name: value.dated() for value in values}


def _operational(values: Mapping[Any, Any]) -> bool:
    return bool(values["operational"][0]) if "operational" in values else True
