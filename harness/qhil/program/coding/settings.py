"""Objects that tell how to make them anew: ``settings`` (and the runtime client's ``_json``), keyword arguments.

Their dictionaries may have integers as keys, which JSON makes text of: a flag beside them says so.

>>> flagged({"layers": {1: "x"}})
{'layers': {1: 'x', '__int_keys__': True}}
>>> unflagged({"layers": {"1": "x", "__int_keys__": True}})
{'layers': {1: 'x'}}
"""

from __future__ import annotations

import contextlib
import importlib.util
from typing import Any, Dict, Mapping, Sequence

from qhil.deprecations import ignored_deprecations
from qhil.program.coding.allowed import Allowed, named_class

_FLAG = "__int_keys__"

# Since 0.48 the classes live in the second, and the first is still what is written.
_NOISE_LEARNER = (
    "qiskit_ibm_runtime.utils.noise_learner_result",
    "qiskit_ibm_runtime.results.noise_learner",
)


def settings_form(o: Any) -> Dict[str, Any]:
    """What stands for an object with ``settings``; they are left as they are."""
    return _form("settings", o, o.__class__.__module__, o.settings)


def json_form(o: Any) -> Dict[str, Any]:
    """What stands for an object with ``_json``."""
    module = o.__class__.__module__
    settings = o._json()  # noqa: SLF001 - as the client does
    return _form("_json", o, _NOISE_LEARNER[0] if module in _NOISE_LEARNER else module, settings)


def made_from_settings(form: Mapping[str, Any], allowed: Sequence[Allowed] = ()) -> Any:
    """The object behind :func:`settings_form`.

    Raises:
        ValueError: if the class is not allowed, see `allowed_settings`, or not there.
    """
    return _made(form, form.get("__module__"), "settings", allowed)


def made_from_json(form: Mapping[str, Any], allowed: Sequence[Allowed] = ()) -> Any:
    """The object behind :func:`json_form`: of the noise learner, or of an allowed class.

    Raises:
        ValueError: as :func:`made_from_settings`.
    """
    module = form.get("__module__")
    if module in _NOISE_LEARNER and _is_there(_NOISE_LEARNER[1]):
        module = _NOISE_LEARNER[1]
    return _made(form, module, "_json", allowed)


def flagged(value: Any) -> Any:
    """A copy of nested dictionaries in which those with an integer key say so."""
    if not isinstance(value, dict):
        return value
    marked = {key: flagged(part) for key, part in value.items()}
    if any(isinstance(key, int) for key in value):
        marked[_FLAG] = True
    return marked


def unflagged(value: Any) -> Any:
    """A copy of nested dictionaries in which those that say so have integer keys again."""
    if not isinstance(value, dict):
        return value
    key = _key if _FLAG in value else _same
    return {key(name): unflagged(part) for name, part in value.items() if name != _FLAG}


def _key(name: Any) -> Any:
    try:
        return int(name) if str(int(name)) == name else name
    except ValueError:
        return name


def _same(name: Any) -> Any:
    return name


def _form(kind: str, o: Any, module: str, settings: Any) -> Dict[str, Any]:
    return {
        "__type__": kind,
        "__module__": module,
        "__class__": o.__class__.__name__,
        "__value__": flagged(settings),
    }


def _made(form: Mapping[str, Any], module: Any, attribute: str, allowed: Sequence[Allowed]) -> Any:
    settings = form["__value__"]
    if not isinstance(settings, dict):
        raise ValueError(  # noqa: TRY004 - data, not an argument
            f"expected keyword arguments of a class, found {type(settings).__name__}"
        )
    # Qiskit deprecates whole families of such classes: no news to whoever reads a result.
    with ignored_deprecations():
        found = named_class(module, form.get("__class__"), attribute, allowed)
        return found(**unflagged(settings))


def _is_there(module: str) -> bool:
    with contextlib.suppress(ModuleNotFoundError):
        return importlib.util.find_spec(module) is not None
    return False
