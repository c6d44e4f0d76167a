"""Every error that qhil itself raises: one base class (but for `HangError`), and what each tells.

An error says what was expected, what was found, and the nearest thing that would have worked. The errors a
*service* would raise (`IBMQBackendApiError` and its kin) are in :mod:`qhil.service_errors`, because
where qiskit-ibmq-provider is installed they are the provider's own.
"""

from __future__ import annotations

from typing import Optional


class QhilError(Exception):
    """Base of all errors raised by qhil."""


class StackError(QhilError):
    """The installed Qiskit packages do not fit each other, or a needed one is missing; the message has the cure."""


class PlacedError(QhilError):
    """Something read from JSON is not what it should be, at a place that is known.

    Attributes say where: ``file`` (path as text, or None), ``path`` (place inside the JSON, such as
    ``$.qubits[3][0].value``), ``expected`` and ``found``; None where unknown. ``unnamed`` stands for a file
    that is not known.
    """

    unnamed = ""

    def __init__(
        self,
        message: str,
        *,
        file: Optional[str] = None,
        path: Optional[str] = None,
        expected: Optional[str] = None,
        found: Optional[str] = None,
    ) -> None:
        self.message = message
        self.file = file
        self.path = path
        self.expected = expected
        self.found = found
        super().__init__(message)

    def __str__(self) -> str:
        place = " at ".join(part for part in (self.file or self.unnamed, self.path) if part)
        text = f"{place}: {self.message}" if place else self.message
        if self.expected is None:
            return text
        told = f"expected {self.expected}, found {self.found}"
        return f"{text} ({told})" if self.message else f"{text}{told}"


class RecordingError(PlacedError):
    """A recording cannot be read, is not one, or contradicts itself."""


class UnknownDeviceError(RecordingError):
    """No recording has that name; the message lists the nearest."""


class MissingDateError(RecordingError):
    """The recording has no properties as early as the date asked for; the message lists the dates there are."""


class MeasuredRunError(PlacedError):
    """A file of measured counts cannot be read, is none, or contradicts itself."""


class CalibrationError(QhilError):
    """A circuit uses a gate or qubit for which the recording holds no calibration."""


class FitError(QhilError):
    """Counts cannot be fitted as asked: of another device, of circuits that tell nothing of it, or too few."""


class RefusedFitError(FitError):
    """A fit whose predictions of circuits that it did not see are worse than those of the recording alone.

    ``calibration`` is all that was found, the report with it.
    """

    def __init__(self, message: str, calibration: object = None) -> None:
        self.calibration = calibration
        super().__init__(message)


class NoiseKindError(QhilError, ValueError):
    """A noise kind that does not exist, or an option it does not have."""


class ProgramError(QhilError):
    """A runtime program cannot be run as asked: no such file, no ``main``, inputs or limits that do not fit."""


class SimulationError(QhilError):
    """Aer failed, or a simulation was refused because it would have ended or exhausted the process."""


class FaultError(QhilError, ValueError):
    """A fault plan that is none: an unknown site or effect, or a schedule by which nothing can happen."""


class HangError(BaseException):
    """By the clock of the test somebody has waited for longer than an `Injection` allows.

    It ends whoever waits, so it is none of the errors that code under test catches by ``except Exception``.
    """


class UnfiredFaultError(QhilError, AssertionError):
    """A fault of a plan never happened; the message says how often its site was called."""


class SweepError(QhilError):
    """A scenario cannot be swept: it fails by itself, or is not the same twice; or a file is of another sweep."""


class ComparisonError(QhilError):
    """Two sides cannot be compared: no circuits in common, settings out of range, or nothing to simulate."""
