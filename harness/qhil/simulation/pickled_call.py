"""A simulation as Aer itself sets about it: the call with which one of its jobs begins, in a pickle.

In goes what an `AerJob` would have a thread do; out comes a request for a worker, which does the same in
its process. Importing this module imports no Qiskit.
"""

from __future__ import annotations

import io
import pickle
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

from qhil.deprecations import ignored_deprecations
from qhil.errors import SimulationError

if TYPE_CHECKING:
    from qiskit.result import Result


@dataclass(frozen=True)
class PickledCall:
    """``call``: the pickle of a function and its arguments."""

    call: bytes

    @classmethod
    def of(cls, function: Callable[..., Result], *arguments: Any) -> PickledCall:
        """Pickle a call; what it is given later changes no more.

        Raises:
            SimulationError: if it cannot be pickled.
        """
        sink = io.BytesIO()
        try:
            _Pickler(sink, pickle.HIGHEST_PROTOCOL).dump((function, arguments))
        except Exception as error:  # whatever a user's class raises
            raise _not_sent(error) from error
        return cls(sink.getvalue())

    def simulate(self) -> Result:
        """Make the call.

        Raises:
            SimulationError: if what was pickled cannot be found here, such as a class of a module that
                was never in a file.
            Exception: what the function raises.
        """
        try:
            function, arguments = pickle.loads(self.call)  # noqa: S301  # from our own parent
        except Exception as error:
            raise _not_sent(error) from error
        # As in `qhil.simulation.aer.simulate`.
        with ignored_deprecations(r"qiskit_aer\b"):
            result: Result = function(*arguments)
        return result


class _Pickler(pickle.Pickler):
    """Leaves out executors.

    Aer has an option for one, which says where a job begins. Up to 0.14 it takes that away before; later it
    only looks whether it is one.
    """

    def reducer_override(self, given: Any) -> Any:
        return (type(None), ()) if isinstance(given, Executor) else NotImplemented


def _not_sent(error: Exception) -> SimulationError:
    return SimulationError(
        "this Aer job cannot be sent to another process, where it could be ended: "
        f"{type(error).__name__}: {error}"
    )
