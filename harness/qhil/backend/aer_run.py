"""One run on Aer: the smallest noise model, seeds placed, and a safe place to run.

circuits + footprints -> request -> this process | a child process | an executor -> results in order
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence

from qhil.backend.seeds import spacing, spread
from qhil.errors import QhilError, SimulationError
from qhil.noise import DeviceNoise, Footprint, union
from qhil.simulation.aer import SimulationRequest

# Above this many qubits Aer never takes the density-matrix method by itself.
_MOST_DENSITY_MATRIX_QUBITS = 29


@dataclass(frozen=True)
class Plan:
    """What to simulate. ``untouched_seed``: the seed goes to Aer as given, with circuits side by side."""

    circuits: Sequence[Any]
    footprints: Sequence[Footprint]
    options: Mapping[str, Any]
    untouched_seed: bool


def run(
    plan: Plan, noise: DeviceNoise, simulate_request: Callable[[SimulationRequest], Any]
) -> List[Any]:
    """Aer's `ExperimentResult` of each circuit, in order.

    A density-matrix simulation is given each error in brief form. Whether Aer will choose that method is
    predicted, and checked on the result; where it chose another, the run is repeated with the errors in
    full, so the outcome never depends on the prediction.
    """
    request_brief = noise.may_be_brief() and all(
        expects_density_matrix(plan.options, touched) for touched in plan.footprints
    )
    found = _attempt(plan, noise, simulate_request, brief=request_brief)
    if request_brief and any(_method(result) not in ("density_matrix", None) for result in found):
        found = _attempt(plan, noise, simulate_request, brief=False)
    return found


def _attempt(
    plan: Plan,
    noise: DeviceNoise,
    simulate_request: Callable[[SimulationRequest], Any],
    *,
    brief: bool,
) -> List[Any]:
    from qiskit import QuantumCircuit

    circuits = list(plan.circuits)
    step = 1
    if not plan.untouched_seed and len(circuits) > 1:
        step = spacing(plan.options["shots"])
        circuits = spread(circuits, QuantumCircuit(1), plan.options["shots"])
    model = noise.model(union(plan.footprints), brief=brief)
    result = _simulated(simulate_request, SimulationRequest(tuple(circuits), model, plan.options))
    if len(result.results) != len(circuits):
        raise SimulationError(f"Aer gave no results: {result.status}")
    return list(result.results[::step])


def _simulated(
    simulate_request: Callable[[SimulationRequest], Any], request: SimulationRequest
) -> Any:
    try:
        return simulate_request(request)
    except QhilError:
        raise
    except Exception as error:  # whatever Aer, its noise passes or an executor raise
        raise SimulationError(f"the simulation failed: {type(error).__name__}: {error}") from error


def expects_density_matrix(options: Mapping[str, Any], touched: Footprint) -> bool:
    """Whether Aer will simulate a noisy circuit by this method; a prediction."""
    method = options.get("method")
    if method is not None:
        return bool(method == "density_matrix")
    size = len(touched.qubits)
    small = size <= _MOST_DENSITY_MATRIX_QUBITS and options["shots"] > 2**size
    return small and touched.terminal and bool(touched.gates)


def _method(result: Any) -> Optional[str]:
    metadata: Dict[str, Any] = getattr(result, "metadata", None) or {}
    return metadata.get("method")
