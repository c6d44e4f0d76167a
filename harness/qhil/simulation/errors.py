"""How a simulation ends other than with a result.

All are :class:`qhil.errors.SimulationError`. They can be pickled, since they may arise in another
process.
"""

from __future__ import annotations

from typing import Optional

from qhil.errors import SimulationError


class SimulationOptionError(SimulationError, ValueError):
    """An option that Aer's simulator does not have; the message names the nearest ones."""


class SimulationTimeout(SimulationError):  # noqa: N818  # public name; a timeout is an error by its base
    """The simulation did not end within ``seconds``. Nothing of it runs on."""

    def __init__(self, message: str, *, seconds: Optional[float] = None) -> None:
        self.seconds = seconds
        super().__init__(message)


class SimulationCrash(SimulationError):  # noqa: N818  # public name; a crash is an error by its base
    """The process of the simulation died.

    ``exit_code`` as in `subprocess.Popen.returncode` (``-6``: ended by signal 6, as by
    std::terminate), None where it cannot be known; ``signal`` its name, such as ``SIGABRT``;
    ``stderr`` what the process printed; ``started`` whether it had begun to simulate.
    """

    def __init__(
        self,
        message: str,
        *,
        exit_code: Optional[int] = None,
        signal: Optional[str] = None,
        stderr: str = "",
        started: bool = True,
    ) -> None:
        self.exit_code = exit_code
        self.signal = signal
        self.stderr = stderr
        self.started = started
        super().__init__(message)


class SimulationMemoryError(SimulationError):
    """The simulation needed more memory than ``limit`` bytes; None: more than there is."""

    def __init__(self, message: str, *, limit: Optional[int] = None) -> None:
        self.limit = limit
        super().__init__(message)


class RemoteTraceback(SimulationError):  # noqa: N818  # a cause that is shown, never raised by itself
    """The traceback, as text, that an error had in the process where it arose."""

    def __str__(self) -> str:
        return f"in the process of the simulation:\n{self.args[0]}"
