"""Aer errors of one calibration snapshot, made when first asked for and kept.

Enters: sites (gate and qubits) and measured qubits. Leaves: Aer's own `QuantumError` and `ReadoutError` for
them, equal to those in the model of the whole device. One library per snapshot, factor and process.
"""

from __future__ import annotations

import functools
from typing import (
    Any,
    Callable,
    Dict,
    FrozenSet,
    Iterable,
    List,
    Mapping,
    Optional,
    Tuple,
    Type,
    Union,
)

from qhil.deprecations import ignored_deprecations
from qhil.errors import CalibrationError
from qhil.noise.device_view import PropertiesView, TargetView
from qhil.noise.footprint import Site
from qhil.recordings import CalibrationSnapshot, DeviceConfiguration

# terra up to 0.25 calls what NumPy 1.25 deprecated when it makes a channel.
_QISKIT = r"qiskit(_aer)?\b"

View = Union[PropertiesView, TargetView]
GateErrors = Dict[Site, Any]
ReadoutErrors = Dict[int, Any]


class ErrorLibrary:
    """Errors by site. ``None`` stands for a recorded gate or measurement that is free of error.

    ``gross``: the recorded gate error is depolarizing in full, and relaxation comes on top; else the two together
    make the recorded error.
    """

    def __init__(
        self,
        configuration: DeviceConfiguration,
        snapshot: CalibrationSnapshot,
        *,
        from_target: bool,
        gross: bool = False,
    ) -> None:
        self.configuration = configuration
        self.snapshot = snapshot
        self.from_target = from_target
        self._gross = gross
        self._formed: Dict[Callable[[Any], Any], Dict[Site, Any]] = {}
        self._view_class: Type[View] = TargetView if from_target else PropertiesView
        self._gates: Dict[Site, Optional[Any]] = {}
        self._readout: Dict[int, Optional[Any]] = {}
        self._witness: Optional[Tuple[Optional[Site], bool]] = None

    @classmethod
    @functools.lru_cache(maxsize=32)
    def of(
        cls,
        configuration: DeviceConfiguration,
        snapshot: CalibrationSnapshot,
        *,
        from_target: bool,
        gross: bool,
    ) -> ErrorLibrary:
        """The same as constructing one, but kept: whatever else differs, errors are made once."""
        return cls(configuration, snapshot, from_target=from_target, gross=gross)

    def take_over(self, other: ErrorLibrary) -> None:
        """Take from another calibration's library, of the same device and kind, what would be made the same here.

        An error of a gate follows from its own numbers and the T1, T2 and frequency of its qubits.
        """
        same = {site for site in other._gates if self._alike(other.snapshot, *site)}
        self._gates.update((site, other._gates[site]) for site in same)
        for form, formed in other._formed.items():
            mine = self._formed.setdefault(form, {})
            mine.update((site, formed[site]) for site in same & formed.keys())
        self._readout.update(
            (qubit, error)
            for qubit, error in other._readout.items()
            if self.snapshot.qubits[qubit] == other.snapshot.qubits[qubit]
        )

    def _alike(self, other: CalibrationSnapshot, name: str, qubits: Tuple[int, ...]) -> bool:
        return self.snapshot.gate(name, qubits) == other.gate(name, qubits) and all(
            _relaxation(self.snapshot, qubit) == _relaxation(other, qubit) for qubit in qubits
        )

    def view(self, gates: Iterable[Site] = (), readout: Iterable[int] = ()) -> View:
        """The device as Aer wants to see it, cut down to these."""
        return self._view_class(self.configuration, self.snapshot, self._recorded, gates, readout)

    @functools.cached_property
    def _recorded(self) -> Mapping[str, Any]:
        return self.snapshot.json

    def gate_errors(self, sites: Iterable[Site]) -> GateErrors:
        """The noisy ones among ``sites``."""
        wanted = set(sites)
        unknown = wanted - self._gates.keys()
        if unknown:
            self._gates.update(dict.fromkeys(unknown))
            with ignored_deprecations(_QISKIT):
                self._gates.update(self._made(self.view(gates=unknown)))
        return {site: self._gates[site] for site in sorted(wanted) if self._gates[site] is not None}

    def in_form(self, errors: GateErrors, form: Callable[[Any], Any]) -> GateErrors:
        """Errors of this library changed by ``form``; each is changed once."""
        formed = self._formed.setdefault(form, {})
        for site in errors.keys() - formed.keys():
            formed[site] = form(errors[site])
        return {site: formed[site] for site in errors}

    def _made(self, view: View) -> GateErrors:
        if not self._gross:
            return _by_site(view.gate_errors())
        depolarizing = _by_site(view.gate_errors(thermal_relaxation=False))
        relaxing = _by_site(view.gate_errors(gate_error=False))
        both = depolarizing.keys() & relaxing.keys()
        return {
            **relaxing,
            **depolarizing,
            **{site: depolarizing[site].compose(relaxing[site]) for site in both},
        }

    def readout_errors(self, qubits: Iterable[int]) -> ReadoutErrors:
        """The noisy measurements among ``qubits``."""
        wanted = set(qubits)
        unknown = wanted - self._readout.keys()
        if unknown:
            self._readout.update(dict.fromkeys(unknown))
            with ignored_deprecations(_QISKIT):
                found = self.view(readout=unknown).readout_errors()
            for (qubit,), error in found:
                self._readout[qubit] = error
        return {q: self._readout[q] for q in sorted(wanted) if self._readout[q] is not None}

    def missing(
        self, sites: Iterable[Site], measured: Iterable[int], delayed: Iterable[int]
    ) -> List[str]:
        """What of this the recording does not calibrate, in words."""
        lost = [
            f"{name} on {_qubits(qubits)}"
            for name, qubits in sorted(sites)
            if not self._is_calibrated(name, qubits)
        ]
        lost += [
            f"readout error of qubit {qubit}"
            for qubit in sorted(measured)
            if not self._has_readout(qubit)
        ]
        lost += [
            f"T1 and T2 of qubit {qubit} (delay)"
            for qubit in sorted(delayed)
            if None in (self.snapshot.qubits[qubit].t1, self.snapshot.qubits[qubit].t2)
        ]
        return lost

    def _is_calibrated(self, name: str, qubits: Tuple[int, ...]) -> bool:
        gate = self.snapshot.gate(name, qubits)
        if gate is None:
            return False
        return gate.error is not None or (name == "reset" and gate.length is not None)

    def _has_readout(self, qubit: int) -> bool:
        found = self.snapshot.qubits[qubit]
        pair = (found.prob_meas0_prep1, found.prob_meas1_prep0)
        return found.readout_error is not None or None not in pair

    def witness(self) -> Tuple[Optional[Site], bool]:
        """A site whose error shows Aer what the whole device's model would show, and if that is non-Clifford.

        With method `automatic` Aer looks at the kinds of operations in the *whole* noise model: any error at
        all, and any Kraus operator, which rules the stabilizer method out. Relaxation needs Kraus operators
        exactly where T1 < T2 and the gate takes time. So one such site stands for all of them, and Aer
        itself decides as it would for the whole device. ``(None, False)``: the whole model has no gate error.
        """
        if self._witness is None:
            self._witness = self._find_witness()
        return self._witness

    def _find_witness(self) -> Tuple[Optional[Site], bool]:
        modelled = {*self.configuration.basis_gates, "reset"}
        view_all = [
            (gate.gate, gate.qubits)
            for gate in self.snapshot.gates
            if gate.operational and gate.gate in modelled
        ]
        kraus_likely = [site for site in view_all if self._relaxes_with_kraus(*site)]
        for site in sorted(kraus_likely, key=lambda site: (len(site[1]), site)):
            error = self.gate_errors([site]).get(site)
            if error is not None and _has_kraus(error):
                return site, True
        for site in view_all:
            if site in self.gate_errors([site]):
                return site, False
        return None, False

    def _relaxes_with_kraus(self, name: str, qubits: Tuple[int, ...]) -> bool:
        gate = self.snapshot.gate(name, qubits)
        if gate is None or not gate.length or name == "measure":
            return False
        times = [(self.snapshot.qubits[q].t1, self.snapshot.qubits[q].t2) for q in qubits]
        return any(t1 is not None and t2 is not None and t1 < t2 for t1, t2 in times)


def require_calibration(
    library: ErrorLibrary,
    device: str,
    sites: FrozenSet[Site],
    measured: FrozenSet[int],
    delayed: FrozenSet[int],
) -> None:
    """Refuse what the recording does not calibrate.

    Raises:
        CalibrationError: listing all that is missing.
    """
    lost = library.missing(sites, measured, delayed)
    if lost:
        raise CalibrationError(
            f"the recording of {device} ({library.snapshot.date:%Y-%m-%d}) has no calibration for: "
            f"{'; '.join(lost)}. These would run without noise; say missing='ideal' if that is wanted"
        )


def _by_site(found: Iterable[Tuple[str, Iterable[int], Any]]) -> GateErrors:
    return {(name, tuple(qubits)): error for name, qubits, error in found}


def _relaxation(snapshot: CalibrationSnapshot, qubit: int) -> Tuple[Optional[float], ...]:
    found = snapshot.qubits[qubit]
    return found.t1, found.t2, found.frequency


def _has_kraus(error: Any) -> bool:
    return any(item.operation.name == "kraus" for term in error.circuits for item in term.data)


def _qubits(qubits: Tuple[int, ...]) -> str:
    return f"qubit {qubits[0]}" if len(qubits) == 1 else f"qubits {list(qubits)}"
