"""With qiskit-ibmq-provider: the same text, and each reads what the other wrote."""

import json
import sys

import numpy as np
import pytest
from compatibility import Numbered
from qiskit.circuit import Parameter, ParameterVector
from qiskit.transpiler import CouplingMap
from qiskit_aer.noise import NoiseModel
from wire_samples import EXPRESSION

from qhil.program.coding import RuntimeDecoder, allowed_settings, decode, encode

pytestmark = [
    pytest.mark.requires("qiskit-ibmq-provider"),
    pytest.mark.filterwarnings("ignore:Callable:UserWarning"),
]


def expressions():
    a, v = Parameter("a"), ParameterVector("v", 3)
    return [a, a + 1, v[1], v[0] * v[1] - a.sin() / 3, a.exp().log()]


def test_parameters_are_expressions(provider):
    value = expressions()

    ours, theirs = encode(value), json.dumps(value, cls=provider.encoder)

    assert ours == theirs
    made = decode(theirs)
    assert made == json.loads(ours, cls=provider.decoder)
    assert made == value


def test_an_expression_that_was_kept_is_what_they_read(provider):
    assert decode(EXPRESSION) == json.loads(EXPRESSION, cls=provider.decoder)


def test_settings_of_any_class(provider):
    value = Numbered({1: {2: "x", -3: {"y": 1j}}, 4: Numbered({5: None})})

    ours, theirs = encode(value), json.dumps(value, cls=provider.encoder)

    assert ours == theirs
    with allowed_settings(sys.modules[Numbered.__module__]):
        mine = decode(theirs)
    yours = json.loads(ours, cls=provider.decoder)
    assert mine.layers[1] == yours.layers[1] == value.layers[1]
    assert mine.layers[4].layers == yours.layers[4].layers == {5: None}


@pytest.mark.parametrize(
    "value",
    [
        object(),
        np.int64(3),
        np.float32(0.5),
        np.bool_(True),
        np.complex64(1j),
        frozenset((1,)),
        b"bytes",
        NoiseModel(),
        CouplingMap([[0, 1]]),
        {(1, 2): 3},
        np.array([object()]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_both_refuse_with_the_same_words(provider, value):
    with pytest.raises(TypeError) as theirs:
        json.dumps([value], cls=provider.encoder)
    with pytest.raises(TypeError) as ours:
        encode([value])

    assert type(ours.value) is type(theirs.value)
    assert str(ours.value).startswith(str(theirs.value))


def test_both_refuse_data_that_contain_themselves(provider):
    around = []
    around.append([around])

    with pytest.raises(ValueError, match=r"^Circular reference detected$"):
        json.dumps(around, cls=provider.encoder)
    with pytest.raises(ValueError, match=r"^Circular reference detected at \$\[0\]\[0\]$"):
        encode(around)


def test_their_encoder_may_be_passed(provider):
    class Mine(provider.encoder):
        def default(self, obj):
            return obj.hex() if isinstance(obj, bytes) else super().default(obj)

    assert encode([b"\1", 1j], Mine) == f'["01", {encode(1j)}]'
    with pytest.raises(TypeError, match=r"Object of type int64 .* at \$\.a$"):
        encode({"a": np.int64(1)}, Mine)


def test_a_result_decoder_of_theirs_reads_ours(provider):
    from qiskit.providers.ibmq.runtime import ResultDecoder

    assert ResultDecoder.decode(encode({"z": 1j})) == {"z": 1j}
    assert issubclass(RuntimeDecoder, json.JSONDecoder)
