"""From a recording and a noise kind to the smallest Aer noise model that covers given circuits.

    circuits -> prepare -> footprints -> errors from the library -> KeptNoiseModel

A model is kept for each footprint, so that a repeated run builds nothing.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable, Dict, FrozenSet, Iterable, List, Optional, Sequence

from qhil.noise.clifford import in_clifford_gates
from qhil.noise.exact_channel import brief as brief_form
from qhil.noise.footprint import Footprint, Site
from qhil.noise.kinds import NoiseKind
from qhil.noise.library import ErrorLibrary, GateErrors, require_calibration
from qhil.noise.relaxation import twirled_delays
from qhil.noise.scaling import scaled
from qhil.noise.schedule import schedule
from qhil.noise.twirl import twirl
from qhil.recordings import CalibrationSnapshot, DeviceConfiguration

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEPT_MODELS = 64
_MOST_QUBITS_AS_AMPLITUDES = 20


class DeviceNoise:
    """The noise of one calibration snapshot under one kind.

    ``from_target``: whether stock Aer, in this environment, reads this device as a `Target` or as properties.
    ``missing``: "error", or "ideal" to let uncalibrated gates and qubits run without noise.
    """

    def __init__(
        self,
        configuration: DeviceConfiguration,
        snapshot: CalibrationSnapshot,
        kind: NoiseKind,
        *,
        from_target: bool,
        missing: str = "error",
    ) -> None:
        self.kind = kind
        self._configuration = configuration
        self._snapshot = (
            snapshot if kind.scale == 1.0 else scaled(configuration, snapshot, kind.scale)
        )
        self._library = ErrorLibrary(configuration, self._snapshot, from_target=from_target)
        self._missing = missing
        self._model = functools.lru_cache(maxsize=_KEPT_MODELS)(self._build)
        self._formed: Dict[Site, Any] = {}

    @classmethod
    @functools.lru_cache(maxsize=32)
    def of(
        cls,
        configuration: DeviceConfiguration,
        snapshot: CalibrationSnapshot,
        kind: NoiseKind,
        *,
        from_target: bool,
        missing: str = "error",
    ) -> DeviceNoise:
        """The same as constructing one, but kept: backends of one process share what was built."""
        return cls(configuration, snapshot, kind, from_target=from_target, missing=missing)

    def prepare(self, circuits: List[Any]) -> List[Any]:
        """The circuits whose every gate is to be noisy: scheduled, with explicit delays, for that kind.

        Raises:
            CalibrationError: if a circuit cannot be scheduled.
        """
        if self.kind.name == "scheduled":
            return [schedule(circuit, self._configuration, self._snapshot) for circuit in circuits]
        return circuits

    def finish(self, circuit: Any, touched: Footprint) -> Any:
        """A prepared circuit with what no noise model can carry.

        For ``twirled``: Clifford gates by their own names, and twirled relaxation behind each delay.
        """
        if self.kind.name != "twirled":
            return circuit
        circuit = in_clifford_gates(circuit) or circuit
        if not touched.delayed:
            return circuit
        return twirled_delays(circuit, self._snapshot, self._configuration.dt)

    def method(self, finished: Sequence[Any], touched: Footprint) -> Optional[str]:
        """The simulation method that these circuits need; None: Aer's own choice is as good.

        Wide Clifford circuits under Pauli noise are for the stabilizer method. Said outright, so that
        nobody has to reckon with their state vector.
        """
        wide = len(touched.qubits) > _MOST_QUBITS_AS_AMPLITUDES
        if self.kind.name != "twirled" or not wide:
            return None
        clifford = all(in_clifford_gates(circuit) is not None for circuit in finished)
        return "stabilizer" if clifford else None

    def check(self, touched: Footprint) -> None:
        """Refuse what is not calibrated.

        Raises:
            CalibrationError: listing all that is missing, unless ``missing="ideal"``.
        """
        if self._missing == "ideal" or self.kind.is_ideal:
            return
        gates = self.kind.has_gate_errors
        require_calibration(
            self._library,
            self._configuration.name,
            touched.gates if gates else frozenset(),
            touched.measured if self.kind.has_readout_errors else frozenset(),
            touched.delayed if gates else frozenset(),
        )

    def may_be_brief(self) -> bool:
        """Whether errors may be given in brief form to a density-matrix simulation.

        Not where the whole device's model is Clifford: then Aer may choose the stabilizer method, which
        a Kraus operator would rule out.
        """
        return (
            self.kind.has_gate_errors and self.kind.name != "twirled" and self._library.witness()[1]
        )

    def model(self, touched: Footprint, *, brief: bool = False) -> Optional[Any]:
        """The smallest `NoiseModel` for these sites; None if the kind is ideal.

        With ``brief``, each error is one Kraus term: for density-matrix simulations only.
        """
        if self.kind.is_ideal:
            return None
        return self._model(touched.gates, touched.measured, touched.delayed, brief=brief)

    def under(self, snapshot: CalibrationSnapshot) -> DeviceNoise:
        """The same kind of noise under another calibration of the device; what is the same is not made again."""
        other = DeviceNoise(
            self._configuration,
            snapshot,
            self.kind,
            from_target=self._library.from_target,
            missing=self._missing,
        )
        for site in other._library.take_over(self._library):
            if site in self._formed:
                other._formed[site] = self._formed[site]
        return other

    def confusions(self, qubits: Iterable[int]) -> List[Optional[NDArray[np.float64]]]:
        """How each qubit is misread: row is the state, column what is read; None where it is read perfectly."""
        asked = list(qubits)
        errors = self._library.readout_errors(asked if self.kind.has_readout_errors else ())
        return [errors[qubit].probabilities if qubit in errors else None for qubit in asked]

    def _build(
        self,
        gates: FrozenSet[Site],
        measured: FrozenSet[int],
        delayed: FrozenSet[int],
        *,
        brief: bool,
    ) -> Any:
        from qiskit_aer.noise import NoiseModel

        from qhil.noise.aer_model import KeptNoiseModel

        base = NoiseModel(basis_gates=list(self._configuration.basis_gates))
        errors: GateErrors = {}
        if self.kind.has_gate_errors:
            errors = self._errors(gates, brief=brief)
            if delayed and self.kind.name != "twirled":
                base = NoiseModel.from_backend(self._library.view())
        readout = self._library.readout_errors(measured if self.kind.has_readout_errors else ())
        return KeptNoiseModel.of(base, errors, readout)

    def _errors(self, gates: FrozenSet[Site], *, brief: bool) -> GateErrors:
        if self.kind.name == "twirled":
            return self._in_form(self._library.gate_errors(gates), twirl)
        witness, _ = self._library.witness()
        plain = self._library.gate_errors(gates if witness is None else gates | {witness})
        return self._in_form(plain, brief_form) if brief else plain

    def _in_form(self, errors: GateErrors, form: Callable[[Any], Any]) -> GateErrors:
        """The errors changed by ``form``; each is changed once."""
        for site in errors.keys() - self._formed.keys():
            self._formed[site] = form(errors[site])
        return {site: self._formed[site] for site in errors}
