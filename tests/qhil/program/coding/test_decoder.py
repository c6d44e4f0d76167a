import base64
import json
import math
import re
import struct
import warnings
import zlib
from datetime import datetime, timezone

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit_aer.noise import NoiseModel, ReadoutError, depolarizing_error

from qhil.program.coding import DecodingError, RuntimeDecoder, decode, encode
from qhil.program.coding.wire import text_of, typed


def test_text_that_is_no_json_comes_back_as_it_is():
    assert decode("plain words") == "plain words"
    assert decode("") == ""


def test_plain_json_is_plain_data():
    assert decode('{"a": [1, null, "b"]}') == {"a": [1, None, "b"]}


@pytest.mark.parametrize("kind", ["from the future", 3, None, ["set"], {"a": 1}])
def test_an_unknown_type_stays_a_dictionary(kind):
    text = json.dumps({"__type__": kind, "__value__": [typed("complex", [0.0, 1.0])]})

    assert decode(text) == {"__type__": kind, "__value__": [1j]}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-06", datetime(2024, 5, 6)),  # noqa: DTZ001 - a day has no offset
        ("2024-05-06T07:08:09+00:00", datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone.utc)),
        ("2024-05-06T07:08:09Z", datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone.utc)),
    ],
)
def test_dates_are_datetimes(text, moment):
    assert decode(json.dumps(typed("datetime", text))) == moment


def test_a_complex_number_is_the_sum_that_the_clients_make():
    number = decode(encode(complex(1, math.inf)))

    assert number.imag == math.inf
    assert math.isnan(number.real)


def test_a_noise_model_is_one_again():
    model = NoiseModel()
    model.add_quantum_error(depolarizing_error(0.1, 2), ["cx"], [0, 1])
    model.add_readout_error(ReadoutError([[0.9, 0.1], [0.2, 0.8]]), [1])

    assert decode(encode({"noise": typed("NoiseModel", model.to_dict())})) == {"noise": model}


def _cut_circuit():
    text = json.loads(encode(QuantumCircuit(2)))["__value__"]
    return text_of(zlib.decompress(base64.b64decode(text))[:40])


def _circuit_of_the_future():
    return text_of(b"QISKIT" + struct.pack("!B", 250) + bytes(30))


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("complex", [1], "not enough values"),
        ("complex", None, "NoneType"),
        ("datetime", "yesterday", "yesterday"),
        ("datetime", 5, "not subscriptable"),
        ("set", [[1]], "unhashable"),
        ("set", 5, "not iterable"),
        ("ndarray", "A", "no base64"),
        ("ndarray", "AAAA", "no compressed data"),
        ("ndarray", text_of(b"no npy"), "magic string"),
        ("ndarray", text_of(b"\x93NUMPY\1\0"), "EOF"),
        ("spmatrix", "AAAA", "."),
        ("spmatrix", 5, "expected base64 text, found int"),
        ("QuantumCircuit", None, "expected base64 text, found NoneType"),
        ("QuantumCircuit", "!", "no compressed data"),
        ("QuantumCircuit", text_of(b"QPY"), "."),
        ("QuantumCircuit", _cut_circuit(), "."),
        ("QuantumCircuit", _circuit_of_the_future(), "."),
        ("Instruction", json.loads(encode(QuantumCircuit(1)))["__value__"], "index out of range"),
        ("Parameter", "AAAA", "bytes"),
        ("ParameterExpression", "AAAA", "no parameter expression"),
        ("Result", {"success": True}, "."),
        ("Result", [], "."),
        ("NoiseModel", {"errors": [{"type": "?"}]}, "."),
        ("settings", {}, "None.None is not made from data"),
        ("settings", [], "expected keyword arguments"),
        ("_json", {}, "None.None is not made from data"),
        ("BitArray", {"array": [1]}, "."),
    ],
)
def test_what_cannot_be_made_is_one_clear_error(kind, value, reason):
    with pytest.raises(DecodingError) as caught:
        decode(json.dumps({"a": ["ok", typed(kind, value)]}))

    assert str(caught.value) == f"{kind} at $.a[1] cannot be decoded: {caught.value.reason}"
    assert re.search(reason, caught.value.reason)
    assert "\n" not in caught.value.reason
    assert caught.value.__cause__ is not None


def test_a_type_without_a_value_is_an_error():
    with pytest.raises(DecodingError, match=r"__type__ 'set' at \$\.a .*expected \"__value__\""):
        decode('{"a": {"__type__": "set"}}')


def test_the_innermost_failure_has_the_place():
    inner = typed("to_json", {"x": [typed("complex", None)]})

    with pytest.raises(DecodingError, match=r'^complex at \$\.a\.to_json\(\)\["x"\]\[0\] cannot'):
        decode(json.dumps({"first": typed("set", [1]), "a": inner}))


def test_a_warning_that_is_an_error_stays_a_warning(monkeypatch):
    def warn(_file):
        warnings.warn("of a newer Qiskit", UserWarning, stacklevel=2)

    monkeypatch.setattr("qiskit.qpy.load", warn)

    with pytest.raises(UserWarning, match="newer"):
        decode(encode(QuantumCircuit(1)))


def test_it_is_a_decoder_for_json(tmp_path):
    file = tmp_path / "result.json"
    file.write_text(encode([1j]))

    with file.open() as opened:
        assert json.load(opened, cls=RuntimeDecoder) == [1j]
    assert json.loads(encode(np.arange(2)), cls=RuntimeDecoder, parse_int=str).tolist() == [0, 1]
    assert RuntimeDecoder().raw_decode('{"__type__": "set", "__value__": [1]} and more')[0] == {1}


class Doubling(RuntimeDecoder):
    def object_hook(self, form):
        made = super().object_hook(form)
        return 2 * made if isinstance(made, complex) else made


def test_a_subclass_has_the_last_word_and_errors_their_place():
    assert json.loads(encode([1j, {1}]), cls=Doubling) == [2j, {1}]
    with pytest.raises(DecodingError, match=r"set at \$\[1\] cannot"):
        json.loads(json.dumps([typed("complex", [0, 1]), typed("set", 5)]), cls=Doubling)


def test_a_decoder_is_used_more_than_once():
    decoder = RuntimeDecoder()

    assert decoder.decode(encode([1j, 2j])) == [1j, 2j]
    with pytest.raises(DecodingError, match=r"at \$\[1\] "):
        decoder.decode(json.dumps([{}, typed("set", 5)]))
