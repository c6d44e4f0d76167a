"""Objects to JSON text, as the client of the installed stack writes it.

In goes what a program publishes or is given; out comes the text that the service would carry. A
kind of object is looked for in the order in which the clients look.

>>> encode({"z": 1j, "when": date(2024, 5, 6)})
'{"z": {"__type__": "complex", "__value__": [0.0, 1.0]}, "when": {"__type__": "datetime", "__value__": "2024-05-06"}}'
>>> encode({"shots": [1, object()]})
Traceback (most recent call last):
...
TypeError: Object of type object is not JSON serializable at $.shots[1]
"""

from __future__ import annotations

import functools
import json
import warnings
from dataclasses import dataclass
from datetime import date
from typing import Any, Callable, FrozenSet, Mapping, Optional, Tuple, Type

import numpy as np

from qhil.program.coding.arrays import packed, packed_sparse
from qhil.program.coding.circuits import (
    CIRCUIT,
    INSTRUCTION,
    PARAMETER,
    PARAMETER_EXPRESSION,
    PARAMETER_VIEW,
    metadata_encoder,
    packed_circuit,
    packed_expression,
    packed_instruction,
    packed_parameter,
)
from qhil.program.coding.class_names import class_name
from qhil.program.coding.client import BOTH, PROVIDER, RUNTIME, client
from qhil.program.coding.containers import (
    CONTAINERS,
    ESTIMATOR_PUB,
    SAMPLER_PUB,
    Container,
    estimator_pub,
    sampler_pub,
)
from qhil.program.coding.errors import say_more
from qhil.program.coding.refused import nearest
from qhil.program.coding.settings import json_form, settings_form
from qhil.program.coding.spans import COLLECTION, SPANS, collection_kind
from qhil.program.coding.unencodable import place_of_failure
from qhil.program.coding.wire import typed

# What `json.dumps` hands to an encoder.
_OPTIONS: Mapping[str, Any] = {
    "skipkeys": False,
    "ensure_ascii": True,
    "check_circular": True,
    "allow_nan": True,
    "indent": None,
    "separators": None,
    "default": None,
    "sort_keys": False,
}
_PROVIDER, _RUNTIME = frozenset((PROVIDER,)), frozenset((RUNTIME,))


@dataclass(frozen=True)
class Form:
    """How to tell a kind of object, what is written for it, and the clients that do so."""

    knows: Callable[[Any], bool]
    written: Callable[[Any], Any]
    clients: FrozenSet[str] = BOTH


class RuntimeEncoder(json.JSONEncoder):
    """Writes what the client of the installed stack writes, and refuses what it refuses."""

    def default(self, o: Any) -> Any:
        """What JSON holds in place of an object that is no plain data.

        Raises:
            TypeError: if the client does not know the object; the words are json's, and then what would do instead.
        """
        for form in _forms(client()):
            if form.knows(o):
                return form.written(o)
        try:
            return super().default(o)
        except TypeError as error:
            instead = nearest(o)
            if instead:
                say_more(error, f"({instead} is)")
            raise


class LenientEncoder(RuntimeEncoder):
    """Writes numbers of numpy too, which the clients refuse: for data that no service carries."""

    def default(self, o: Any) -> Any:
        """What JSON holds in place of an object that is no plain data; raises as `RuntimeEncoder`."""
        number = o.item() if isinstance(o, np.generic) else o
        # A long double is its own item.
        return super().default(o) if number is o or isinstance(number, np.generic) else number


def encode(message: Any, encoder: Type[json.JSONEncoder] = RuntimeEncoder) -> str:
    """The JSON text of a message.

    Args:
        message: anything that the encoder knows; it is left as it is.
        encoder: makes JSON of what is no plain data; any subclass of `json.JSONEncoder`.

    Raises:
        TypeError: for an object that the encoder does not know.
        ValueError: for data that contains itself.
        Exception: whatever an object's own ``to_json`` or ``settings`` raised, or the encoder. All
            of them say where in the data, such as ``at $.circuits[3].metadata["x"]``.
    """
    coder = encoder(**_OPTIONS)
    try:
        return coder.encode(message)
    except Exception as error:
        place = place_of_failure(coder, message, _metadata)
        if place is not None:
            say_more(error, f"at {place}")
        raise


def _metadata(o: Any) -> Optional[Tuple[str, Any, json.JSONEncoder]]:
    """The metadata of a circuit and what encodes it; None for anything else."""
    if not CIRCUIT.knows(o):
        return None
    return "metadata", o.metadata, metadata_encoder(RuntimeEncoder)()


@functools.cache
def _forms(by: str) -> Tuple[Form, ...]:
    """What one client writes."""
    return tuple(form for form in _FORMS if by in form.clients)


def _circuit(circuit: Any) -> Any:
    return typed("QuantumCircuit", packed_circuit(circuit, metadata_encoder(RuntimeEncoder)))


def _nothing(function: Any) -> None:
    warnings.warn(
        f"Callable {function} is not JSON serializable and will be set to None.", stacklevel=2
    )


def _contained(container: Container) -> Form:
    return Form(
        container.found.knows, lambda o: typed(container.kind, container.parts(o)), _RUNTIME
    )


def _is(*classes: type) -> Callable[[Any], bool]:
    return lambda o: isinstance(o, classes)


def _has(attribute: str) -> Callable[[Any], bool]:
    return lambda o: hasattr(o, attribute)


_FORMS: Tuple[Form, ...] = (
    Form(class_name("CouplingMap", "qiskit.transpiler").knows, list, _RUNTIME),
    Form(_is(date), lambda day: typed("datetime", day.isoformat())),
    Form(_is(complex), lambda number: typed("complex", [number.real, number.imag])),
    Form(_is(np.ndarray), lambda array: typed("ndarray", packed(array))),
    Form(_is(np.int64), lambda number: number.item(), _RUNTIME),
    Form(_is(set), lambda members: typed("set", list(members))),
    Form(
        class_name("Result", "qiskit.result").knows,
        lambda result: typed("Result", result.to_dict()),
    ),
    Form(_has("to_json"), lambda o: typed("to_json", o.to_json())),
    Form(CIRCUIT.knows, _circuit),
    Form(
        PARAMETER_EXPRESSION.knows,
        lambda expression: typed("ParameterExpression", packed_expression(expression)),
        _PROVIDER,
    ),
    Form(
        PARAMETER.knows,
        lambda parameter: typed("Parameter", packed_parameter(parameter)),
        _RUNTIME,
    ),
    Form(PARAMETER_VIEW.knows, lambda view: view.data, _RUNTIME),
    Form(
        INSTRUCTION.knows,
        lambda instruction: typed("Instruction", packed_instruction(instruction)),
    ),
    Form(ESTIMATOR_PUB.knows, estimator_pub, _RUNTIME),
    Form(SAMPLER_PUB.knows, sampler_pub, _RUNTIME),
    *(_contained(container) for container in (*CONTAINERS, *SPANS)),
    Form(
        COLLECTION.knows, lambda spans: typed(collection_kind(), {"spans": list(spans)}), _RUNTIME
    ),
    Form(
        class_name("NoiseModel", "qiskit_aer.noise").knows,
        lambda model: typed("NoiseModel", model.to_dict()),
        _RUNTIME,
    ),
    Form(_has("settings"), settings_form),
    Form(_has("_json"), json_form, _RUNTIME),
    Form(callable, _nothing),
    Form(
        class_name("spmatrix", "scipy.sparse").knows,
        lambda matrix: typed("spmatrix", packed_sparse(matrix)),
    ),
)
