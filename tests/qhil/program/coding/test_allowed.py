import sys
import threading
from types import ModuleType

import pytest

from qhil.program.coding import DecodingError, RuntimeDecoder, allowed_settings, decode, encode
from qhil.program.coding.allowed import named_class

SOURCE = """
from fractions import Fraction

class Ansatz:
    def __init__(self, depth):
        self.depth = depth

    @property
    def settings(self):
        return {"depth": self.depth}
"""


@pytest.fixture
def program():
    """The module of a program that has been loaded from a file, and is no longer importable."""
    module = ModuleType("my_program")
    exec(SOURCE, vars(module))
    return module


@pytest.fixture
def text(program):
    return encode({"ansatz": program.Ansatz(3)})


def test_a_class_of_ones_own_is_refused_with_what_would_allow_it(text):
    with pytest.raises(DecodingError) as caught:
        decode(text)

    assert str(caught.value) == (
        "settings at $.ansatz cannot be decoded: my_program.Ansatz is not made from data, only "
        "classes of qiskit and qiskit_* packages that have 'settings'. For a class of your own: "
        "with allowed_settings(Ansatz): ..."
    )


def test_it_is_allowed_for_a_block(program, text):
    with allowed_settings(program.Ansatz):
        assert decode(text)["ansatz"].depth == 3
    with pytest.raises(DecodingError):
        decode(text)


def test_a_module_allows_the_classes_that_it_defines(program, text):
    with allowed_settings(program):
        assert isinstance(decode(text)["ansatz"], program.Ansatz)
        with pytest.raises(DecodingError, match=r"my_program\.Fraction is not made from data"):
            decode(text.replace('"Ansatz"', '"Fraction"'))


def test_it_is_allowed_in_all_threads(program, text):
    found = []
    thread = threading.Thread(target=lambda: found.append(decode(text)["ansatz"].depth))

    with allowed_settings(program):
        thread.start()
        thread.join()

    assert found == [3]


def test_blocks_inside_blocks_add_up(program, text):
    with allowed_settings(program.Ansatz):
        with allowed_settings(program, program.Ansatz):
            pass
        assert decode(text)["ansatz"].depth == 3


def test_a_decoder_may_be_told(program, text):
    assert decode(text, allowed=[program.Ansatz])["ansatz"].depth == 3
    assert RuntimeDecoder(allowed=[program]).decode(text)["ansatz"].depth == 3


def test_nothing_is_imported_for_a_class_that_is_allowed(program, text):
    assert "my_program" not in sys.modules
    assert decode(text, allowed=[program])["ansatz"].depth == 3


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("subprocess", "Popen"),
        ("qiskit.version", "Popen"),
        ("qiskit.utils", "system"),
        ("qiskit.circuit", "QuantumCircuit"),
        ("qiskit.circuit.quantumcircuit", "QuantumCircuit"),
        ("qiskit.quantum_info", "Operator"),
        ("qiskitx.evil", "Operator"),
        ("qhil.simulation.worker_main", "main"),
        ("qiskit.__main__", "Operator"),
        ("qiskit..os", "system"),
        ("qiskit.", ""),
        ("", ""),
        (None, "Operator"),
        (["qiskit"], "Operator"),
        ("qiskit.quantum_info", ["Operator"]),
    ],
)
def test_other_classes_are_not_named_by_data(module, name):
    with pytest.raises(ValueError, match=r"not made from data|no class|no module"):
        named_class(module, name)


def test_a_refused_module_is_not_imported():
    for module in ("this", "antigravity", "qhil.simulation.worker_main"):
        sys.modules.pop(module, None)
        with pytest.raises(ValueError, match="not made from data"):
            named_class(module, "anything")

        assert module not in sys.modules
