"""What primitives take and give: the same text as the runtime client's, and each reads what the other wrote."""

import importlib.util
import json

import numpy as np
import pytest
from compatibility import circuits, facts
from qiskit.circuit import QuantumCircuit
from qiskit.quantum_info import SparsePauliOp

from qhil.program.coding import DecodingError, decode, encode
from qhil.program.coding.wire import typed

pytestmark = pytest.mark.requires("qiskit-ibm-runtime")


def containers():
    from qiskit.primitives import (
        BitArray,
        DataBin,
        PrimitiveResult,
        PubResult,
        SamplerPubResult,
    )
    from qiskit.primitives.containers.bindings_array import BindingsArray
    from qiskit.primitives.containers.estimator_pub import EstimatorPub
    from qiskit.primitives.containers.observables_array import ObservablesArray
    from qiskit.primitives.containers.sampler_pub import SamplerPub

    turned = circuits()[1]
    values = np.arange(6).reshape(2, 3)
    bits = BitArray(np.arange(8, dtype=np.uint8).reshape(2, 4, 1), 3)
    data = DataBin(meas=bits, shape=(2,))
    numbers = DataBin(evs=np.array([0.5, 1]), stds=np.zeros(2), shape=(2,))
    pubs = [PubResult(data, {"shots": 4}), SamplerPubResult(data, {"z": 1j})]
    observables = [SparsePauliOp("XX"), SparsePauliOp("ZZ", 0.5)]
    return {
        "bits": [bits, BitArray.from_bool_array([[True, False]])],
        "data": [data, numbers, DataBin(), DataBin(a=3.5)],
        "results": [PrimitiveResult(pubs, {"version": 2}), PrimitiveResult([])],
        "pub results": pubs,
        "bindings": [BindingsArray({("a", "b"): np.ones((3, 2))}), BindingsArray(shape=(2, 2))],
        "observables": [ObservablesArray([observables]), ObservablesArray(["XYZ"])],
        "sampler pub": [SamplerPub.coerce((turned, values, 10))],
        "estimator pub": [EstimatorPub.coerce((turned, observables, values[0], 0.1))],
    }


NAMES = (
    "bits",
    "data",
    "results",
    "pub results",
    "bindings",
    "observables",
    "sampler pub",
    "estimator pub",
)


def inside(value):
    """The facts of a container, in data that can be compared."""
    kind = type(value).__name__
    if kind == "BindingsArray":
        return kind, value.shape, facts(dict(value.data))
    if kind == "DataBin":
        return kind, value.shape, {name: inside(part) for name, part in value.items()}
    if kind in ("PubResult", "SamplerPubResult", "EstimatorPubResult"):
        return kind, inside(value.data), facts(value.metadata)
    if kind in ("PrimitiveResult", "list"):
        return kind, [inside(part) for part in value], facts(getattr(value, "metadata", None))
    if kind == "ObservablesArray":
        return kind, value.shape, value.tolist()
    return facts(value)


@pytest.mark.parametrize("name", NAMES)
def test_containers_likewise(runtime, name):
    value = containers()[name]

    ours, theirs = encode(value), json.dumps(value, cls=runtime.encoder)

    assert ours == theirs
    assert inside(decode(theirs)) == inside(json.loads(ours, cls=runtime.decoder))


@pytest.mark.parametrize("name", NAMES[:6])
def test_containers_come_back(name):
    value = containers()[name]

    assert inside(decode(encode(value))) == inside(value)


def test_a_pub_is_the_tuple_that_it_was_made_of():
    from qiskit.primitives.containers.sampler_pub import SamplerPub

    turned = circuits()[1]
    pub = SamplerPub.coerce((turned, [[0, 1, 2]], 10))

    circuit, values, shots = decode(encode(pub))

    assert circuit == turned
    assert values.tolist() == [[0, 1, 2]]
    assert shots == 10


def of_the_client():
    from qiskit.primitives import DataBin
    from qiskit.quantum_info import PauliList

    def named(module, name):
        return getattr(importlib.import_module(f"qiskit_ibm_runtime.{module}"), name)

    learner, estimator = "utils.noise_learner_result", "utils.estimator_pub_result"
    if importlib.util.find_spec("qiskit_ibm_runtime.results") is not None:
        learner, estimator = "results.noise_learner", "results.estimator_pub"
    error = named(learner, "PauliLindbladError")(PauliList(["XI", "ZZ"]), [0.1, 0.2])
    layer = named(learner, "LayerError")(QuantumCircuit(2), [3, 4], error)
    data = DataBin(evs=np.array([0.5]), shape=(1,))
    return {
        "layer": layer,
        "learned": named(learner, "NoiseLearnerResult")([layer], {"backend": "ibm_x"}),
        "estimated": named(estimator, "EstimatorPubResult")(data, {"target_precision": 0.1}),
    }


@pytest.mark.parametrize("name", ["layer", "learned", "estimated"])
def test_results_of_the_client_likewise(runtime, name):
    value = of_the_client()[name]

    ours, theirs = encode(value), json.dumps(value, cls=runtime.encoder)

    assert ours == theirs
    made = decode(theirs)
    assert type(made) is type(json.loads(ours, cls=runtime.decoder)) is type(value)
    assert encode(made) == ours


def test_a_map_of_pauli_channels_likewise(runtime):
    channels = importlib.import_module("qiskit.quantum_info")
    if not hasattr(channels, "PauliLindbladMap"):
        pytest.skip("this Qiskit has no PauliLindbladMap")
    value = [channels.PauliLindbladMap([("XZ", 0.5), ("IY", 0.1)])]

    ours, theirs = encode(value), json.dumps(value, cls=runtime.encoder)

    assert ours == theirs
    assert decode(theirs) == json.loads(ours, cls=runtime.decoder) == value


def test_a_failure_inside_has_its_place():
    from qiskit.primitives import DataBin, PrimitiveResult, PubResult

    result = PrimitiveResult([PubResult(DataBin(), {"x": [object()]})])

    with pytest.raises(TypeError, match=r'at \$\.r\.pub_results\[0\]\.metadata\["x"\]\[0\]$'):
        encode({"r": result})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("BitArray", {"array": [1], "num_bits": "x"}),
        ("BitArray", {"bits": [1]}),
        ("DataBin", {"fields": {"shape": 1}, "shape": None}),
        ("BindingsArray", {"data": {"a": 1}, "shape": None}),
        ("ObservablesArray", [[1]]),
        ("PrimitiveResult", []),
        ("PauliLindbladMap", {"paulis": 1}),
    ],
)
def test_what_does_not_fit_is_one_clear_error(kind, value):
    with pytest.raises(DecodingError, match=rf"^{kind} at \$\.a cannot be decoded: "):
        decode(json.dumps({"a": typed(kind, value)}))
