"""What a device refuses: too many circuits or qubits, gates outside its basis, pairs that are not coupled.

Enters: circuits with their footprints, and the configuration. Leaves: nothing, or the service's value error that
names circuit, instruction and limit. Sites are checked as a set, and an instruction is looked for
only once something is wrong, so that a good circuit costs next to nothing.
"""

from __future__ import annotations

import functools
from typing import Any, Dict, FrozenSet, Mapping, Optional, Sequence, Tuple

from qhil.backend.refusal import circuit_label, nearest, refusal
from qhil.noise.footprint import Footprint, Site, find, footprint_of_item
from qhil.recordings import DeviceConfiguration

# Accepted by every device, whether or not its configuration lists them.
_ALWAYS = frozenset({"measure", "barrier", "delay"})


class Limits:
    """The limits of one device."""

    def __init__(self, device: DeviceConfiguration) -> None:
        self._device = device
        self._pairs: Dict[str, FrozenSet[Tuple[int, ...]]] = {}

    def check_count(self, circuits: Sequence[Any], *, strict: bool) -> None:
        """Refuse an empty list and, if ``strict``, one longer than ``max_experiments``."""
        if not circuits:
            raise refusal(self._device.name, "an empty list of circuits")
        most = self._device.max_experiments
        if strict and most is not None and len(circuits) > most:
            raise refusal(
                self._device.name, f"{len(circuits)} circuits, but max_experiments is {most}"
            )

    def check(self, index: int, circuit: Any, touched: Footprint, *, strict: bool) -> None:
        """Refuse what the device cannot do; without ``strict``, only what no simulation can.

        Raises:
            IBMQBackendValueError: naming circuit, instruction and limit.
        """
        where = circuit_label(index, circuit)
        device = self._device
        if circuit.num_qubits > device.n_qubits:
            raise refusal(
                device.name,
                f"{where} has {circuit.num_qubits} qubits, but n_qubits is {device.n_qubits}",
            )
        if circuit.parameters:
            names = ", ".join(sorted(parameter.name for parameter in circuit.parameters))
            raise refusal(device.name, f"{where} has unbound parameters: {names}")
        if not touched.finite:
            raise refusal(device.name, f"{where}: {_find_infinite(circuit)}")
        _check_calibrations(device.name, where, circuit)
        if strict:
            self._check_instructions(where, circuit, touched)

    def _check_instructions(self, where: str, circuit: Any, touched: Footprint) -> None:
        device = self._device
        unknown = touched.names - self.instructions
        if unknown:
            name = min(unknown)
            raise refusal(
                device.name,
                f"{where}: {find(circuit, name)} is not an instruction of the device; "
                f"{nearest(name, self.instructions)}; transpile(circuit, backend) makes it fit",
            )
        if touched.conditional and not self._conditional:
            raise refusal(
                device.name, f"{where} has classical conditions, which the device does not support"
            )
        for site in touched.gates:
            if not self._allows(site):
                raise refusal(
                    device.name, f"{where}: {find(circuit, *site)} {self._coupling_hint(site)}"
                )

    @functools.cached_property
    def instructions(self) -> FrozenSet[str]:
        """Names of all instructions the device takes."""
        return _ALWAYS.union(self._device.basis_gates, self._device.supported_instructions)

    @property
    def _conditional(self) -> bool:
        return self._device.conditional or "if_else" in self._device.supported_instructions

    def _allows(self, site: Site) -> bool:
        name, qubits = site
        pairs = self._allowed_qubits(name)
        if pairs is None:
            return True
        return qubits in pairs

    def _allowed_qubits(self, name: str) -> Optional[FrozenSet[Tuple[int, ...]]]:
        """Ordered qubit tuples on which a gate exists; None where the configuration does not restrict it."""
        if name not in self._pairs:
            defined: Mapping[str, Any] = {
                gate.name: gate.coupling_map for gate in self._device.gates
            }
            couplings = defined.get(name)
            if couplings is None and name not in defined:
                return None
            if couplings is None:
                couplings = self._device.coupling_map if name in _two_qubit(self._device) else None
            if couplings is None:
                return None
            self._pairs[name] = frozenset(tuple(pair) for pair in couplings)
        return self._pairs[name]

    def _coupling_hint(self, site: Site) -> str:
        name, qubits = site
        pairs = self._allowed_qubits(name) or frozenset()
        if len(qubits) == 2 and qubits[::-1] in pairs:
            return f"has the wrong direction: the device has {name} on {list(qubits[::-1])}"
        partners = sorted(pair for pair in pairs if qubits[0] in pair)
        return (
            f"is not possible there: the device has {name} on {[list(pair) for pair in partners]}"
        )


def _check_calibrations(device: str, where: str, circuit: Any) -> None:
    """Refuse pulses that a circuit brings for its own gates; Qiskit 2 has none."""
    # Past the property, which Qiskit 1.3 deprecates.
    calibrations = getattr(circuit, "_calibrations", None)
    if calibrations:
        raise refusal(
            device,
            f"{where} has pulse calibrations of its own for {', '.join(sorted(calibrations))}: "
            "pulse schedules are not simulated yet",
        )


def _find_infinite(circuit: Any) -> str:
    position, item = next(
        (position, item)
        for position, item in enumerate(circuit.data)
        if not footprint_of_item(circuit, item).finite
    )
    return f"instruction {position}, {item.operation.name}, has a parameter that is not a finite number"


def _two_qubit(device: DeviceConfiguration) -> FrozenSet[str]:
    return frozenset({"cx", "cz", "ecr"}).intersection(device.basis_gates)
