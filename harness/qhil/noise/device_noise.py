"""From a recording and a noise kind to the smallest Aer noise model that covers given circuits.

    circuits -> prepare -> footprints -> errors from the library -> KeptNoiseModel

A model is kept for each footprint, so that a repeated run builds nothing.
"""

from __future__ import annotations

import functools
from typing import Any, Dict, FrozenSet, Iterable, List, Optional, Sequence

import numpy as np
from numpy.typing import NDArray

from qhil.noise.clifford import in_clifford_gates
from qhil.noise.exact_channel import brief as brief_form
from qhil.noise.faithful import Surroundings, with_waiting
from qhil.noise.fitted import fitted_readout_errors, with_two_qubit_errors_scaled
from qhil.noise.footprint import Footprint, Site
from qhil.noise.kinds import NoiseKind
from qhil.noise.library import ErrorLibrary, GateErrors, ReadoutErrors, require_calibration
from qhil.noise.relaxation import twirled_delays
from qhil.noise.scaling import scaled
from qhil.noise.schedule import schedule
from qhil.noise.surroundings import surroundings
from qhil.noise.twirl import twirl
from qhil.noise.zz_rates import ZzRates, zz_rates
from qhil.recordings import CalibrationSnapshot, DeviceConfiguration, FittedNoise

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
        fitted: Optional[FittedNoise] = None,
    ) -> None:
        self.kind = kind
        self._configuration = configuration
        self._snapshot = (
            snapshot if kind.scale == 1.0 else scaled(configuration, snapshot, kind.scale)
        )
        self._fitted = fitted if kind.name == "faithful" else None
        if self._fitted is not None:
            factor = self._fitted.two_qubit_error_scale.value
            self._snapshot = with_two_qubit_errors_scaled(self._snapshot, factor)
        self._library = ErrorLibrary.of(
            configuration, self._snapshot, from_target=from_target, gross=kind.is_gross
        )
        self._missing = missing
        self._model = functools.lru_cache(maxsize=_KEPT_MODELS)(self._build)

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
        fitted: Optional[FittedNoise] = None,
    ) -> DeviceNoise:
        """The same as constructing one, but kept: backends of one process share what was built."""
        return cls(
            configuration,
            snapshot,
            kind,
            from_target=from_target,
            missing=missing,
            fitted=fitted,
        )

    def under(self, snapshot: CalibrationSnapshot) -> DeviceNoise:
        """The same kind of noise under another calibration of the device; what is the same is not made again."""
        other = DeviceNoise(
            self._configuration,
            snapshot,
            self.kind,
            from_target=self._library.from_target,
            missing=self._missing,
            fitted=self._fitted,
        )
        other._library.take_over(self._library)
        return other

    @functools.cached_property
    def _rates(self) -> ZzRates:
        return zz_rates(self._configuration, self._snapshot)

    @functools.cached_property
    def _surroundings(self) -> Surroundings:
        return surroundings(
            self._configuration,
            self._snapshot,
            self._rates,
            self.kind,
            self._fitted,
            missing=self._missing,
        )

    def left_out(self, touched: Footprint) -> List[str]:
        """What `faithful` would want of these sites and the recording does not tell, a line for each thing."""
        if self.kind.name != "faithful":
            return []
        if not self._rates.rates:
            lines = [
                f"ZZ: the recording of {self._configuration.name} has no rate that can be used"
            ]
        else:
            lines = self._rates.left_out_among(touched.qubits)
        return lines + [
            f"readout length of qubit {qubit}: not recorded; taken for 0"
            for qubit in sorted(touched.measured)
            if self._snapshot.qubits[qubit].readout_length is None
        ]

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

        For ``twirled``: Clifford gates by their own names, and twirled relaxation behind each delay. For
        ``faithful``: what happens to qubits while they wait.

        Raises:
            CalibrationError: if that is not recorded.
        """
        if self.kind.name == "faithful":
            return with_waiting(circuit, self._surroundings)
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
        if self.kind.name == "faithful":
            self._rates.require(self._configuration.name, touched.qubits)

    def may_be_brief(self) -> bool:
        """Whether errors may be given in brief form to a density-matrix simulation.

        Not where the whole device's model is Clifford: then Aer may choose the stabilizer method, which
        a Kraus operator would rule out.
        """
        if self.kind.name == "faithful":  # which is not compared with stock's counts
            return True
        return (
            self.kind.has_gate_errors and self.kind.name != "twirled" and self._library.witness()[1]
        )

    def model(self, touched: Footprint, *, brief: bool = False) -> Optional[Any]:
        """The smallest `NoiseModel` for these sites; None if the kind is ideal.

        With ``brief``, each error is one Kraus term: for density-matrix simulations only.
        """
        if self.kind.is_ideal:
            return None
        # In a circuit that is faithful, waiting is in the circuit itself.
        delayed = frozenset() if self.kind.name == "faithful" else touched.delayed
        return self._model(touched.gates, touched.measured, delayed, brief=brief)

    def _build(
        self,
        sites: FrozenSet[Site],
        measured: FrozenSet[int],
        delayed: FrozenSet[int],
        *,
        brief: bool,
    ) -> Any:
        from qiskit_aer.noise import NoiseModel

        from qhil.noise.aer_model import KeptNoiseModel

        gates = list(self._configuration.basis_gates)
        if self.kind.name == "faithful":
            # Older Aer writes control flow out in these, and would make noisy gates of noiseless phases.
            gates += ["cp", "p"]
        base = NoiseModel(basis_gates=gates)
        errors: GateErrors = {}
        if self.kind.has_gate_errors:
            errors = self._errors(sites, brief=brief)
            if delayed and self.kind.name != "twirled":
                base = NoiseModel.from_backend(self._library.view())
        return KeptNoiseModel.of(base, errors, self._readout_errors(measured))

    def _readout_errors(self, measured: Iterable[int]) -> ReadoutErrors:
        if not self.kind.has_readout_errors:
            return {}
        recorded = self._library.readout_errors(measured)
        if self._fitted is None:
            return recorded
        return {**recorded, **fitted_readout_errors(self._fitted, measured, self.kind.scale)}

    def confusion(self, measured: Iterable[int]) -> Dict[int, NDArray[np.float64]]:
        """Of each qubit that is misread, the probabilities ``[true][read]``."""
        errors = self._readout_errors(measured)
        return {qubit: np.asarray(error.probabilities) for qubit, error in errors.items()}

    def _errors(self, gates: FrozenSet[Site], *, brief: bool) -> GateErrors:
        if self.kind.name == "twirled":
            return self._library.in_form(self._library.gate_errors(gates), twirl)
        witness: Optional[Site] = None
        if self.kind.name != "faithful":
            witness, _ = self._library.witness()
        plain = self._library.gate_errors(gates if witness is None else gates | {witness})
        return self._library.in_form(plain, brief_form) if brief else plain
