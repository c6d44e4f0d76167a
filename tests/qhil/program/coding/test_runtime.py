"""With qiskit-ibm-runtime: the same text, and each reads what the other wrote."""

import json

import numpy as np
import pytest
import scipy.sparse
from compatibility import Numbered, circuits, same
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter, ParameterVector
from qiskit.quantum_info import Statevector
from qiskit.transpiler import CouplingMap
from qiskit_aer.noise import NoiseModel, ReadoutError, depolarizing_error
from wire_samples import PARAMETER

from qhil.program.coding import DecodingError, allowed_settings, decode, encode

pytestmark = [
    pytest.mark.requires("qiskit-ibm-runtime"),
    pytest.mark.filterwarnings("ignore:Callable:UserWarning"),
    # Aer has no other way back from a dictionary, which the client uses too.
    pytest.mark.filterwarnings("ignore:from_dict has been deprecated:DeprecationWarning"),
]


def _noise():
    model = NoiseModel(["x", "cx"])
    model.add_quantum_error(depolarizing_error(0.1, 2), ["cx"], [0, 1])
    model.add_readout_error(ReadoutError([[0.9, 0.1], [0.2, 0.8]]), [1])
    return model


def of_this_client():
    turned = circuits()[1]
    return {
        "integer of numpy": [np.int64(3), {"n": np.int64(-1)}],
        "coupling map": CouplingMap([[0, 1], [1, 2]]),
        "parameter": Parameter("a"),
        "element": ParameterVector("v", 2)[1],
        "parameters": turned.parameters,
        "noise": {"model": _noise()},
        "metadata": QuantumCircuit(1, name="c", metadata={"z": 1j, "a": np.arange(2)}),
        "extrapolator": np.array("exponential", dtype=object),
        "number": np.array(7, dtype=object),
    }


@pytest.mark.parametrize("name", of_this_client())
def test_what_only_this_client_knows_likewise(runtime, name):
    value = of_this_client()[name]

    ours, theirs = encode(value), json.dumps(value, cls=runtime.encoder)

    assert ours == theirs
    assert same(decode(theirs), json.loads(ours, cls=runtime.decoder))


def test_a_parameter_that_was_kept_is_what_they_read(runtime):
    assert decode(PARAMETER) == json.loads(PARAMETER, cls=runtime.decoder)


def test_settings_are_written_alike_and_made_anew_where_they_are_allowed(runtime):
    """The client makes only operators anew, and leaves other settings a dictionary."""
    value = [Numbered({1: {2: 1j}}), Statevector([1, 0])]

    ours, theirs = encode(value), json.dumps(value, cls=runtime.encoder)

    assert ours == theirs
    assert [type(left) for left in json.loads(ours, cls=runtime.decoder)] == [dict, dict]
    with allowed_settings(Numbered):
        made = decode(theirs)
    assert made[0].layers == {1: {2: 1j}}
    assert made[1] == value[1]
    with pytest.raises(DecodingError, match=r"^settings at \$\[0\] .*Numbered is not made from"):
        decode(theirs)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        np.int32(3),
        np.float32(0.5),
        np.bool_(True),
        np.complex64(1j),
        frozenset((1,)),
        b"bytes",
        Parameter("a") + 1,
        scipy.sparse.csr_array([[1]]),
        {(1, 2): 3},
        np.array([object()]),
        QuantumCircuit(1, metadata={"x": object()}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_both_refuse_with_the_same_words(runtime, value):
    with pytest.raises(TypeError) as theirs:
        json.dumps([value], cls=runtime.encoder)
    with pytest.raises(TypeError) as ours:
        encode([value])

    assert type(ours.value) is type(theirs.value)
    assert str(ours.value).startswith(str(theirs.value))


def test_their_encoder_may_be_passed(runtime):
    class Mine(runtime.encoder):
        def default(self, obj):
            return obj.hex() if isinstance(obj, bytes) else super().default(obj)

    assert encode([b"\1", 1j], Mine) == f'["01", {encode(1j)}]'
    with pytest.raises(TypeError, match=r'Object of type object .* at \$\.c\.metadata\["x"\]$'):
        encode({"c": QuantumCircuit(1, metadata={"x": object()})}, Mine)
