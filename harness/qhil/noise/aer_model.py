"""A noise model that writes itself out once.

Aer asks a model for its dictionary at every run, and making it costs as much as a small simulation. This
subclass keeps the dictionary until the model changes. Importing this module imports Aer.
"""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

from qiskit_aer.noise import NoiseModel, QuantumError


class NoisyError(QuantumError):
    """A `QuantumError` known not to be the identity, so that Aer need not work that out."""

    def ideal(self) -> bool:
        """False."""
        return False


class KeptNoiseModel(NoiseModel):
    """A `NoiseModel` whose `to_dict` is kept until an error is added.

    Aer itself adds errors, to a deep copy, when a circuit brings its own (such as relaxation on delays).
    """

    def __init__(self, basis_gates: Any = None) -> None:
        self._kept: Dict[bool, Dict[str, Any]] = {}
        super().__init__(basis_gates)

    @classmethod
    def of(
        cls,
        base: NoiseModel,
        gate_errors: Mapping[Tuple[str, Tuple[int, ...]], Any],
        readout_errors: Mapping[int, Any],
    ) -> KeptNoiseModel:
        """``base`` (its basis gates and noise passes) with these errors added."""
        model = cls()
        model.__dict__.update({**base.__dict__, "_kept": {}})
        for (name, qubits), error in gate_errors.items():
            model.add_quantum_error(error, name, qubits)
        for qubit, error in readout_errors.items():
            model.add_readout_error(error, [qubit])
        return model

    def to_dict(self, serializable: bool = False) -> Dict[str, Any]:  # noqa: FBT001, FBT002  # Aer's
        """The model as Aer's plain dictionary; the same object until the model changes."""
        if serializable not in self._kept:
            self._kept[serializable] = super().to_dict(serializable)
        return self._kept[serializable]

    def add_all_qubit_quantum_error(self, *args: Any, **kwargs: Any) -> None:
        """Add an error on all qubits; see Aer."""
        self._kept.clear()
        super().add_all_qubit_quantum_error(*args, **kwargs)

    def add_quantum_error(self, *args: Any, **kwargs: Any) -> None:
        """Add an error on given qubits; see Aer."""
        self._kept.clear()
        super().add_quantum_error(*args, **kwargs)

    def add_all_qubit_readout_error(self, *args: Any, **kwargs: Any) -> None:
        """Add a readout error on all qubits; see Aer."""
        self._kept.clear()
        super().add_all_qubit_readout_error(*args, **kwargs)

    def add_readout_error(self, *args: Any, **kwargs: Any) -> None:
        """Add a readout error on given qubits; see Aer."""
        self._kept.clear()
        super().add_readout_error(*args, **kwargs)

    def __getstate__(self) -> Dict[str, Any]:
        return {**self.__dict__, "_kept": {}}  # pickles and deep copies start without it
