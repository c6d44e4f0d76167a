"""Run options: what a device takes, its defaults and its ranges.

Enters: the backend's options and the keywords of one `run`. Leaves: a `RunOptions`, checked against the device.
"""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional

import numpy as np

from qhil.backend.refusal import nearest, refusal
from qhil.recordings import DeviceConfiguration

DEFAULT_SHOTS = 4000

# Options with the meaning and defaults of the service's backends.
DEVICE_OPTIONS: Mapping[str, Any] = {
    "shots": DEFAULT_SHOTS,
    "memory": False,
    "meas_level": 2,
    "meas_return": "avg",
    "rep_delay": None,
    "init_qubits": True,
    "use_measure_esp": None,
}
# Options of the simulation behind the device, and those that only label a job.
OTHER_OPTIONS: Mapping[str, Any] = {"seed_simulator": None, "method": None}
RUN_ONLY = ("parameter_binds", "header", "job_name", "job_tags")

METHODS = (
    "automatic",
    "statevector",
    "density_matrix",
    "stabilizer",
    "extended_stabilizer",
    "matrix_product_state",
)


@dataclass(frozen=True)
class _Kind:
    """What an option may be, before its range is looked at."""

    words: str
    fits: Callable[[Any], bool]


def _list_of(kind: type) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, (list, tuple)) and all(isinstance(item, kind) for item in value)
    )


def _is_header(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value)


_TEXT = _Kind("a text", lambda value: isinstance(value, str))
_TRUTH = _Kind("True or False", lambda value: isinstance(value, (bool, np.bool_)))
_EXPECTED: Mapping[str, _Kind] = {
    "memory": _TRUTH,
    "init_qubits": _TRUTH,
    "use_measure_esp": _TRUTH,
    "meas_return": _Kind(
        "'avg' or 'single'", lambda value: isinstance(getattr(value, "value", value), str)
    ),
    "method": _TEXT,
    "parameter_binds": _Kind("a list of mappings", _list_of(Mapping)),
    "header": _Kind("a mapping with texts as names", _is_header),
    "job_name": _TEXT,
    "job_tags": _Kind("a list of texts", _list_of(str)),
}


@dataclass(frozen=True)
class RunOptions:
    """The options of one run. ``rep_delay`` in s; ``seed_simulator`` None means: spread from the backend's seed."""

    shots: int
    memory: bool
    seed_simulator: Optional[int]
    method: Optional[str]
    parameter_binds: List[Mapping[Any, Any]]
    header: Dict[str, Any]
    job_name: Optional[str]
    job_tags: List[str]

    def for_aer(self, seed: int, method: Optional[str]) -> Dict[str, Any]:
        """As keywords of `AerSimulator.run`; without a method Aer chooses."""
        chosen: Dict[str, Any] = {
            "shots": self.shots,
            "memory": self.memory,
            "seed_simulator": seed,
        }
        if method is not None:
            chosen["method"] = method
        return chosen


def resolve(
    configured: Mapping[str, Any],
    given: Mapping[str, Any],
    device: DeviceConfiguration,
    *,
    strict: bool,
) -> RunOptions:
    """The options of a run: ``given`` over ``configured``.

    Raises:
        IBMQBackendValueError: for an unknown option, or a value the device does not take.
    """
    known = {*DEVICE_OPTIONS, *OTHER_OPTIONS, *RUN_ONLY}
    for name in given:
        if name not in known:
            raise refusal(device.name, f"unknown run option {name!r}; {nearest(name, known)}")
    chosen = {**configured, **{name: value for name, value in given.items() if value is not None}}
    for name, expected in _EXPECTED.items():
        value = chosen.get(name)
        if value is not None and not expected.fits(value):
            raise refusal(device.name, f"{name} must be {expected.words}, not {value!r}")
    _check_measurement(chosen, device)
    _check_rep_delay(chosen.get("rep_delay"), device)
    return RunOptions(
        shots=_shots(chosen["shots"], device, asked=given.get("shots") is not None, strict=strict),
        memory=_memory(chosen["memory"], device, strict=strict),
        seed_simulator=_seed(chosen.get("seed_simulator"), device),
        method=_method(chosen.get("method"), device),
        parameter_binds=list(chosen.get("parameter_binds") or []),
        header=dict(chosen.get("header") or {}),
        job_name=chosen.get("job_name"),
        job_tags=list(chosen.get("job_tags") or []),
    )


def as_number(value: Any) -> Optional[float]:
    """``value`` as a float, infinite where it is too large for one; None if it is no real number (or a bool)."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf  # type: ignore[operator]  # Real lacks it, reals do not


def _integer(name: str, value: Any, device: DeviceConfiguration) -> int:
    """``value`` as an integer: Python's or numpy's, but no bool and nothing that would be rounded."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise refusal(device.name, f"{name} must be an integer, not {value!r}")
    return int(value)


def _shots(given: Any, device: DeviceConfiguration, *, asked: bool, strict: bool) -> int:
    shots = _integer("shots", given, device)
    if shots < 1:
        raise refusal(device.name, f"shots must be at least 1, not {shots}")
    if strict and shots > device.max_shots:
        if not asked and shots == DEFAULT_SHOTS:
            return device.max_shots
        raise refusal(device.name, f"{shots} shots, but max_shots is {device.max_shots}")
    return shots


def _memory(memory: Any, device: DeviceConfiguration, *, strict: bool) -> bool:
    if memory and strict and not device.memory:
        raise refusal(device.name, "memory=True, but the device does not return single shots")
    return bool(memory)


def _seed(seed: Any, device: DeviceConfiguration) -> Optional[int]:
    if seed is None:
        return None
    number = _integer("seed_simulator", seed, device)
    if not 0 <= number < 2**63:
        raise refusal(device.name, f"seed_simulator must be from 0 to 2^63 - 1, not {number}")
    return number


def _method(method: Any, device: DeviceConfiguration) -> Optional[str]:
    if method is not None and method not in METHODS:
        raise refusal(device.name, f"no simulation method {method!r}; {nearest(method, METHODS)}")
    return None if method == "automatic" else method


def _check_measurement(chosen: Mapping[str, Any], device: DeviceConfiguration) -> None:
    level = _integer("meas_level", chosen["meas_level"], device)
    # Every device classifies: one recording lists only the levels of its pulse jobs.
    levels = sorted({2, *device.meas_levels})
    if level not in levels:
        raise refusal(device.name, f"meas_level {level}, but the device has {levels}")
    if level != 2:
        raise refusal(
            device.name,
            f"meas_level {level} needs measured signals, which no recording holds; use 2",
        )
    back = getattr(chosen.get("meas_return"), "value", chosen.get("meas_return"))
    if back not in ("avg", "single"):
        raise refusal(device.name, f"meas_return must be 'avg' or 'single', not {back!r}")
    if chosen.get("use_measure_esp") and not device.json.get("measure_esp_enabled", False):
        raise refusal(device.name, "use_measure_esp=True, but the device has no ESP readout")
    if not chosen["init_qubits"]:
        raise refusal(
            device.name,
            "init_qubits=False: qubits that keep their state between shots are not simulated",
        )


def _check_rep_delay(delay: Any, device: DeviceConfiguration) -> None:
    if delay is None:
        return
    if not device.dynamic_reprate_enabled or device.rep_delay_range is None:
        raise refusal(
            device.name, f"rep_delay {delay!r}, but the device has no dynamic repetition rate"
        )
    low, high = device.rep_delay_range
    number = as_number(delay)
    if number is None or not low <= number <= high:
        raise refusal(
            device.name,
            f"rep_delay {delay!r} s is outside the device's range {low:g} to {high:g} s",
        )
