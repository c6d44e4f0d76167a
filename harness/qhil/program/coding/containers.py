"""What the primitives of Qiskit take and give: pubs, arrays of bits, bindings and observables, results.

The legacy client knows none of them. A pub is written as the tuple that it was made of.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Callable, Dict, Tuple

from qhil.program.coding.class_names import ClassName, class_name


@dataclass(frozen=True)
class Container:
    """A class with its ``__type__``, the JSON that stands for an object, and the way back."""

    found: ClassName
    kind: str
    parts: Callable[[Any], Any]
    build: Callable[[Any, Any], Any]


_PRIMITIVES = "qiskit.primitives.containers"

ESTIMATOR_PUB = class_name("EstimatorPub", f"{_PRIMITIVES}.estimator_pub")
SAMPLER_PUB = class_name("SamplerPub", f"{_PRIMITIVES}.sampler_pub")


def estimator_pub(pub: Any) -> Tuple[Any, ...]:
    """An estimator's pub: circuit, observables, values of its parameters in their order, precision."""
    values = pub.parameter_values.as_array(pub.circuit.parameters)
    return (pub.circuit, pub.observables.tolist(), values, pub.precision)


def sampler_pub(pub: Any) -> Tuple[Any, ...]:
    """A sampler's pub: circuit, values of its parameters in their order, shots."""
    return (pub.circuit, pub.parameter_values.as_array(pub.circuit.parameters), pub.shots)


def _with_keywords(found: Any, value: Any) -> Any:
    return found(**value)


def _data_and_metadata(result: Any) -> Dict[str, Any]:
    return {"data": result.data, "metadata": result.metadata}


def _bindings(bindings: Any) -> Dict[str, Any]:
    # Keys are tuples of parameters' names, written as JSON inside JSON.
    data = {json.dumps(names): values for names, values in bindings.data.items()}
    return {"shape": bindings.shape, "data": data}


def _read_bindings(found: Any, value: Any) -> Any:
    data = {tuple(json.loads(names)): part for names, part in (value.get("data") or {}).items()}
    return found(data=data, shape=value.get("shape"))


def _data_bin(data: Any) -> Dict[str, Any]:
    return {"field_names": list(data), "shape": data.shape, "fields": dict(data.items())}


def _read_data_bin(found: Any, value: Any) -> Any:
    shape = value["shape"]
    return found(shape=None if shape is None else tuple(shape), **value["fields"])


def _pauli_lindblad_map(found: Any, value: Any) -> Any:
    paulis = [tuple(pauli) for pauli in value["paulis"]]
    return found.from_sparse_list(paulis, num_qubits=value["num_qubits"])


# In the order in which objects are looked up: a class before those that it derives from.
CONTAINERS: Tuple[Container, ...] = (
    Container(
        class_name("ObservablesArray", f"{_PRIMITIVES}.observables_array"),
        "ObservablesArray",
        lambda observables: observables.tolist(),
        lambda found, value: found(value),
    ),
    Container(
        class_name("BindingsArray", f"{_PRIMITIVES}.bindings_array"),
        "BindingsArray",
        _bindings,
        _read_bindings,
    ),
    Container(
        class_name("BitArray", _PRIMITIVES),
        "BitArray",
        lambda bits: {"array": bits.array, "num_bits": bits.num_bits},
        _with_keywords,
    ),
    Container(class_name("DataBin", _PRIMITIVES), "DataBin", _data_bin, _read_data_bin),
    Container(
        class_name(
            "EstimatorPubResult",
            "qiskit_ibm_runtime.results.estimator_pub",
            "qiskit_ibm_runtime.utils.estimator_pub_result",
        ),
        "EstimatorPubResult",
        _data_and_metadata,
        _with_keywords,
    ),
    Container(
        class_name("SamplerPubResult", _PRIMITIVES),
        "SamplerPubResult",
        _data_and_metadata,
        _with_keywords,
    ),
    Container(
        class_name("PubResult", _PRIMITIVES), "PubResult", _data_and_metadata, _with_keywords
    ),
    Container(
        class_name("PrimitiveResult", _PRIMITIVES),
        "PrimitiveResult",
        lambda result: {"pub_results": list(result), "metadata": result.metadata},
        _with_keywords,
    ),
    Container(
        class_name(
            "NoiseLearnerResult",
            "qiskit_ibm_runtime.results.noise_learner",
            "qiskit_ibm_runtime.utils.noise_learner_result",
        ),
        "NoiseLearnerResult",
        _data_and_metadata,
        _with_keywords,
    ),
    Container(
        class_name("PauliLindbladMap", "qiskit.quantum_info"),
        "PauliLindbladMap",
        lambda found: {"paulis": found.to_sparse_list(), "num_qubits": found.num_qubits},
        _pauli_lindblad_map,
    ),
)
