"""One simulation: circuits, noise and Aer's options in; Qiskit's `Result` out.

A :class:`SimulationRequest` is all that a simulation depends on, and can be pickled. Whoever wants
it simulated elsewhere sends it: to a process that can be killed (:mod:`qhil.simulation.worker`) or to
an executor (:mod:`qhil.simulation.executors`). Importing this module imports no Qiskit.
"""

from __future__ import annotations

import difflib
import functools
import os
import pickle
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable, FrozenSet, Mapping, Optional, Protocol, Tuple

from qhil.deprecations import ignored_deprecations
from qhil.simulation.aer_thread import renew_aer_thread
from qhil.simulation.errors import SimulationOptionError

if TYPE_CHECKING:
    from qiskit import QuantumCircuit
    from qiskit.result import Result
    from qiskit_aer.noise import NoiseModel


# Aer's own step between the seeds of the circuits of one batch.
AER_STRIDE = 2113

# Aer's words for a failed allocation, in the status of a result.
_NO_MEMORY = ("Cannot allocate memory", "bad_alloc")


class Simulation(Protocol):
    """What a worker process can be asked for: it is pickled, and simulates there."""

    def simulate(self) -> Result:
        """The result.

        Raises:
            MemoryError: if there is not enough memory.
        """


@dataclass(frozen=True, eq=False)  # eq=False: to compare circuits is to compare graphs
class SimulationRequest:
    """What to simulate. ``noise_model`` None is noiseless; it is handed on as it is, never copied.

    ``options``: keywords of `AerSimulator.run` (``shots``, ``method``, ``seed_simulator``,
    ``memory``, ...); one that is None is left to Aer.
    """

    circuits: Tuple[QuantumCircuit, ...]
    noise_model: Optional[NoiseModel] = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def simulate(self) -> Result:
        """As the function `simulate`; exhausted memory is an error, whoever noticed it.

        Raises:
            MemoryError: if Aer got no memory.
        """
        result = simulate(self)
        if not result.success:
            for state in (str(result.status), *(str(part.status) for part in result.results)):
                if any(words in state for words in _NO_MEMORY):
                    raise MemoryError(state)
        return result


def simulate(request: SimulationRequest) -> Result:
    """Run the request by Aer, in this process.

    What Aer itself refuses is a `Result` with ``success`` False. Aer holds the interpreter lock
    while it simulates and cannot be interrupted; for that there is
    :func:`qhil.simulation.worker.run_in_child`.

    Raises:
        SimulationOptionError: for an option that Aer does not have (Aer itself ignores it).
    """
    simulator_class, known = prepare()
    options = {name: value for name, value in request.options.items() if value is not None}
    if not known.issuperset(options):
        raise _unknown_option(next(name for name in options if name not in known), known)
    # The noise goes to the constructor, as in `AerSimulator.from_backend`: Aer of the terra
    # generation compiles control flow into the basis gates of the model it was made with. Making
    # one takes 10 to 20 us in all of 0.11 to 0.18 (a run of one gate 1 ms), and no state is shared
    # between threads.
    made_with = {} if request.noise_model is None else {"noise_model": request.noise_model}
    simulator = simulator_class(**made_with)
    # Aer 0.16 on Qiskit 1.3 and later reads deprecated properties of every instruction.
    with ignored_deprecations(r"qiskit_aer\b"):
        return simulator.run(list(request.circuits), **options).result()


def pickle_result(result: Result) -> bytes:
    """A result as it travels between processes."""
    return pickle.dumps(result, pickle.HIGHEST_PROTOCOL)


def unpickle_result(data: bytes) -> Result:
    """The result again. Qiskit 1.2 and later deprecate the class of its headers."""
    with ignored_deprecations():
        return pickle.loads(data)  # noqa: S301  # from a process that we asked


@functools.cache
def prepare() -> Tuple[Callable[..., Any], FrozenSet[str]]:
    """Import Aer, which takes a second the first time; gives its simulator and its run options."""
    with ignored_deprecations():  # of terra's own imports
        from qiskit_aer import AerSimulator

        options = AerSimulator().options
    if sys.platform != "win32":  # pragma: no branch
        os.register_at_fork(after_in_child=renew_aer_thread)
    return AerSimulator, frozenset(options.__dict__)


def _unknown_option(name: str, known: FrozenSet[str]) -> SimulationOptionError:
    near = difflib.get_close_matches(name, sorted(known), n=3, cutoff=0.5) or sorted(known)
    return SimulationOptionError(
        f"Aer's simulator has no option {name!r}; the nearest are: {', '.join(near)}"
    )
