"""A recording as the objects that the installed Qiskit calls configuration, properties and status.

Enters: plain facts of `qhil.recordings`. Leaves: `BackendConfiguration`, `BackendProperties` and
`BackendStatus` of whichever stack is installed: those of terra and of Qiskit 1, those of
qiskit-ibm-runtime on Qiskit 2 (which has none of its own), and where that is absent stand-ins that
read alike. They are made from the recorded JSON, decoded as the services' own clients decode it.

>>> import qhil
>>> recording = qhil.load_recording("ibmq_manila")
>>> backend_configuration(recording.configuration).n_qubits
5
>>> backend_properties(recording.properties()).t1(0) == recording.properties().qubits[0].t1
True
"""

from __future__ import annotations

import contextlib
import importlib
from datetime import datetime
from typing import Any, Callable, ContextManager, Dict, Iterable, List, TypeVar

import msgspec

from qhil.errors import RecordingError
from qhil.recordings.calibration import CalibrationSnapshot
from qhil.recordings.configuration import DeviceConfiguration
from qhil.recordings.json_text import JsonText
from qhil.stack import stack

# Spellings of units that a recording may use and Qiskit does not know. It multiplies by prefixes
# only, so that hertz is no unit at all to it, and has one of the two letters micro.
_UNITS = {"Hz": "", "\u03bcs": "\u00b5s"}

# Qiskit takes it that these hold something where they are there.
_ABSENT_IF_NULL = frozenset({"meas_lo_range", "qubit_lo_range", "rep_times", "u_channel_lo"})

Made = TypeVar("Made")


def backend_configuration(configuration: DeviceConfiguration) -> Any:
    """The configuration as a fresh object of the installed Qiskit, its times in s.

    A `PulseBackendConfiguration` where the stack has that class and the file has all that it asks
    for, which is how qiskit-ibmq-provider decides; else a `QasmBackendConfiguration`.

    Raises:
        RecordingError: if Qiskit cannot hold what is recorded.
    """
    return _make(lambda: _configuration(_decoded_configuration(configuration)), configuration.text)


def backend_properties(snapshot: CalibrationSnapshot) -> Any:
    """The calibration as a fresh `BackendProperties` of the installed Qiskit.

    Dates keep the offsets that they were recorded with.

    Raises:
        RecordingError: if Qiskit cannot hold what is recorded.
    """
    kind = _class("properties", "BackendProperties")
    return _make(lambda: kind.from_dict(_decoded_properties(snapshot)), snapshot.text)


def backend_status(
    name: str,
    version: str,
    *,
    operational: bool = True,
    pending_jobs: int = 0,
    status_msg: str = "active",
) -> Any:
    """A `BackendStatus` of the installed Qiskit.

    Raises:
        QiskitError: for a negative number of jobs.
    """
    kind = _class("status", "BackendStatus")
    with _quiet():
        return kind(name, version, operational, pending_jobs, status_msg)


def _configuration(data: Dict[str, Any]) -> Any:
    if stack().generation != "qiskit2":
        with contextlib.suppress(KeyError, TypeError):
            return _class("configuration", "PulseBackendConfiguration").from_dict(data)
        return _class("configuration", "QasmBackendConfiguration").from_dict(data)
    return _class("configuration", "BackendConfiguration").from_dict(data)


def _class(part: str, name: str) -> Any:
    """The installed stack's ``name``; ``part``: ``configuration``, ``properties`` or ``status``."""
    if stack().generation != "qiskit2":
        # Not from the package itself, whose names warn on Qiskit 1.
        module = f"qiskit.providers.models.backend{part}"
    elif stack().ibm_runtime is not None:
        module = "qiskit_ibm_runtime.models"
    else:
        module = f"qhil.qiskit_objects.standin_models.{part}"
    return getattr(importlib.import_module(module), name)


def _quiet() -> ContextManager[None]:
    """Silence for Qiskit 1, which warns at every model made and has no others to offer."""
    if stack().generation != "qiskit1":
        return contextlib.nullcontext()
    from qhil.deprecations import ignored_deprecations

    return ignored_deprecations()


def _make(make: Callable[[], Made], text: JsonText) -> Made:
    """What ``make`` makes; RecordingError where Qiskit fails on what reading does not check."""
    from qiskit.exceptions import QiskitError

    try:
        with _quiet():
            return make()
    except (AttributeError, KeyError, TypeError, ValueError, QiskitError) as error:
        raise RecordingError(
            "the installed Qiskit cannot hold this",
            file=text.file,
            expected="a part as published snapshots have it",
            found=f"{type(error).__name__}: {error}",
        ) from error


def _decoded_configuration(configuration: DeviceConfiguration) -> Dict[str, Any]:
    data = {
        name: value
        for name, value in configuration.json.items()
        if value is not None or name not in _ABSENT_IF_NULL
    }
    if data.get("online_date") is not None:
        data["online_date"] = _date(data["online_date"])
    for gate in data["gates"]:
        # Qiskit asks for these two by name, and some gates have no use for them.
        gate.setdefault("parameters", [])
        gate.setdefault("qasm_def", None)
    for channel in data.get("u_channel_lo", ()):
        for oscillator in channel:
            real, imaginary = oscillator["scale"]
            oscillator["scale"] = complex(real, imaginary)
    return data


def _decoded_properties(snapshot: CalibrationSnapshot) -> Dict[str, Any]:
    data = snapshot.json
    data["last_update_date"] = _date(data["last_update_date"])
    lists: List[Iterable[Dict[str, Any]]] = [*data["qubits"], data["general"]]
    lists.extend(gate["parameters"] for gate in data["gates"])
    dates: Dict[str, datetime] = {}  # thousands of values share a few dates
    for values in lists:
        for value in values:
            date = value["date"]
            if date not in dates:
                dates[date] = _date(date)
            value["date"] = dates[date]
            value["unit"] = _UNITS.get(value["unit"], value["unit"])
    return data


def _date(text: str) -> datetime:
    """As the recording's own decoder reads it, so that what could be loaded can be decoded."""
    return msgspec.convert(text, datetime)
