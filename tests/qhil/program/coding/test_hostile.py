"""Data that want something executed get an error, and nothing is."""

import inspect
import io
import json
import pickle
import struct
import sys
import zipfile
import zlib

import numpy as np
import pytest
from wire_samples import PARAMETRISED

from qhil.program.coding import DecodingError, allowed_settings, decode, encode
from qhil.program.coding.wire import bytes_of, text_of


@pytest.fixture
def trap(tmp_path):
    """What a hostile object would do: leave a file."""
    return Trap(tmp_path / "executed")


class Trap:
    def __init__(self, file):
        self.file = file

    @property
    def code(self):
        return f"open({str(self.file)!r}, 'w').close()"

    def __reduce__(self):
        return exec, (self.code,)

    def sprung(self):
        return self.file.exists()


def npy_of_objects(trap):
    buffer = io.BytesIO()
    np.save(buffer, np.array([trap], dtype=object), allow_pickle=True)
    return buffer.getvalue()


def npz_of_objects(trap):
    """A sparse matrix whose parts are pickled."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in ("format", "indices", "indptr", "shape", "data"):
            file.writestr(f"{name}.npy", npy_of_objects(trap))
    return buffer.getvalue()


def npz_with_pickled_data(trap):
    """One that is sound up to its numbers."""
    buffer = io.BytesIO()
    sound = {"format": b"csr", "indices": [0], "indptr": [0, 1], "shape": [1, 1]}
    np.savez(buffer, **sound)
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("data.npy", npy_of_objects(trap))
    return buffer.getvalue()


def expression(trap):
    """A parameter expression, as terra hands it to sympy."""
    code = f"exec({trap.code!r})".encode()
    return struct.pack("!QQ", 0, len(code)) + code


def named(kind, module, name, settings):
    return {"__type__": kind, "__module__": module, "__class__": name, "__value__": settings}


HOSTILE = {
    "npy": lambda trap: ("ndarray", text_of(npy_of_objects(trap))),
    "npz as array": lambda trap: ("ndarray", text_of(npz_of_objects(trap))),
    "pickle as array": lambda trap: ("ndarray", text_of(pickle.dumps(trap))),
    "npz": lambda trap: ("spmatrix", text_of(npz_of_objects(trap), compress=False)),
    "npz data": lambda trap: ("spmatrix", text_of(npz_with_pickled_data(trap), compress=False)),
    "pickle as npz": lambda trap: ("spmatrix", text_of(pickle.dumps(trap), compress=False)),
    "pickle as circuit": lambda trap: ("QuantumCircuit", text_of(pickle.dumps(trap))),
    "pickle as parameter": lambda trap: ("Parameter", text_of(pickle.dumps(trap), compress=False)),
    "expression": lambda trap: ("ParameterExpression", text_of(expression(trap), compress=False)),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_no_pickle_is_opened_and_no_text_evaluated(trap, make):
    kind, value = make(trap)

    with pytest.raises(DecodingError, match=rf"^{kind} at \$\.a\[0\] cannot be decoded"):
        decode(json.dumps({"a": [{"__type__": kind, "__value__": value}]}))

    assert not trap.sprung()


def test_the_traps_would_work(trap):
    """Else there would be nothing to see above."""
    assert np.load(io.BytesIO(npy_of_objects(trap)), allow_pickle=True).shape == (1,)
    assert trap.sprung()


@pytest.mark.parametrize("kind", ["settings", "_json"])
@pytest.mark.parametrize(
    ("module", "name", "argument"),
    [
        ("os", "system", "command"),
        ("posix", "system", "command"),
        ("subprocess", "Popen", "args"),
        ("builtins", "exec", "source"),
        ("builtins", "type", "name"),
        ("importlib", "import_module", "name"),
        ("qiskit.utils.multiprocessing", "os", "command"),
        ("qiskit.circuit.quantumcircuit", "QuantumCircuit", "name"),
        ("qiskit.user_config", "UserConfig", "filename"),
        ("qhil.simulation.worker_main", "main", "line"),
    ],
)
def test_no_class_is_called_that_is_not_on_the_list(trap, kind, module, name, argument):
    form = named(kind, module, name, {argument: [sys.executable, "-c", trap.code]})
    inner = named("settings", module, name, {argument: f"touch '{trap.file}'"})

    for hostile in (form, inner, {"__type__": "set", "__value__": [inner]}):
        with pytest.raises(DecodingError, match="cannot be decoded: "):
            decode(json.dumps(hostile))

    assert not trap.sprung()


def test_what_a_program_imports_is_not_on_the_list_with_it():
    module = type(sys)("my_program")
    exec("from subprocess import Popen", vars(module))

    with allowed_settings(module), pytest.raises(DecodingError, match=r"my_program\.Popen is not"):
        decode(json.dumps(named("settings", "my_program", "Popen", {"args": ["true"]})))


def test_a_hook_for_pickle_is_only_data():
    form = {"__reduce__": ["os.system", ["true"]], "py/object": "os.system", "__class__": "Trap"}

    assert decode(json.dumps(form)) == form


def test_the_text_in_a_circuit_is_not_evaluated(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    form = json.loads(PARAMETRISED)
    sound = b"Add(Mul(Integer(2), Symbol('a')), Integer(1))"
    code = b"open('executed', 'w').close()".ljust(len(sound))
    hostile = bytes_of(form["__value__"]).replace(sound, code)
    assert code in hostile

    with pytest.raises(DecodingError, match=r"^QuantumCircuit at \$ cannot be decoded"):
        decode(json.dumps({**form, "__value__": text_of(hostile)}))

    assert not (tmp_path / "executed").exists()


@pytest.mark.requires("qiskit-terra")
def test_the_text_of_a_pulse_in_a_circuit_is_not_evaluated(trap):
    """Beside the circuit's gates stand calibrations, and their envelopes are texts too."""
    from qiskit import QuantumCircuit, pulse

    circuit = QuantumCircuit(1)
    circuit.h(0)
    with pulse.build() as schedule:
        pulse.play(pulse.Gaussian(160, 0.1, 40), pulse.DriveChannel(0))
    circuit.add_calibration("h", [0], schedule)
    sound = encode(circuit)
    data = bytes_of(json.loads(sound)["__value__"])
    envelope = next(_compressed(data))
    code = zlib.compress(trap.code.encode())
    sizes = struct.pack("!H", len(envelope)), struct.pack("!H", len(code))
    hostile = data.replace(envelope, code).replace(*sizes, 1)

    assert decode(sound).calibrations == circuit.calibrations
    with pytest.raises(DecodingError, match="expected numbers, symbols and functions of them"):
        decode(json.dumps({"__type__": "QuantumCircuit", "__value__": text_of(hostile)}))
    assert not trap.sprung()


def _compressed(data):
    """What in the data is compressed by itself, in order."""
    at = data.find(b"\x78\x9c")
    while at >= 0:
        reader = zlib.decompressobj()
        reader.decompress(data[at:])
        yield data[at : len(data) - len(reader.unused_data)]
        at = data.find(b"\x78\x9c", at + 1)


@pytest.mark.requires("qiskit-terra", "symengine")
def test_a_symbol_that_symengine_pickled_is_not_opened(trap):
    """QPY since version 10 has a second form of expressions, which terra 0.46 reads."""
    import symengine
    from qiskit import QuantumCircuit, qpy
    from qiskit.circuit import Parameter, ParameterExpression

    class Hostile(symengine.Symbol):
        def __reduce__(self):
            return trap.__reduce__()

    if "use_symengine" not in inspect.signature(qpy.dump).parameters:
        pytest.skip("this version of QPY has no expressions of symengine")
    a, circuit, written = Parameter("a"), QuantumCircuit(1), io.BytesIO()
    expression = ParameterExpression({a: symengine.Symbol("a")}, Hostile("a") + 1)
    circuit.rx(a, 0)
    circuit.data[0].operation.params = [expression]
    qpy.dump(circuit, written, use_symengine=True)
    form = {"__type__": "QuantumCircuit", "__value__": text_of(written.getvalue())}

    with pytest.raises(DecodingError, match="expected an expression, found a pickled object"):
        decode(json.dumps(form))

    assert not trap.sprung()


@pytest.mark.requires("qiskit-terra", "symengine")
def test_an_expression_that_symengine_wrote_is_read():
    from qiskit import QuantumCircuit, qpy
    from qiskit.circuit import Parameter

    if "use_symengine" not in inspect.signature(qpy.dump).parameters:
        pytest.skip("this version of QPY has no expressions of symengine")
    circuit, written = QuantumCircuit(1), io.BytesIO()
    circuit.rx(2 * Parameter("a") + 1, 0)
    qpy.dump(circuit, written, use_symengine=True)

    form = {"__type__": "QuantumCircuit", "__value__": text_of(written.getvalue())}
    assert decode(json.dumps(form)) == circuit
