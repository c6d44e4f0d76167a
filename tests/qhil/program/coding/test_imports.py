"""Coding plain data must not pay for Qiskit: the plugin and the command line code before they simulate."""

import subprocess
import sys

import pytest

PLAIN = {
    "import": "",
    "plain data": "decode(encode({'a': [1, 2.5, None], 'b': 'text'}))",
    "complex, dates, sets": "decode(encode([1j, {1}, date(2024, 5, 6)]))",
    "arrays": "decode(encode(np.arange(3)))",
    "places": "encode_fails({'a': object()})",
    "settings": "decode(encode(Ansatz()), allowed=[Ansatz])",
}
CODE = """
import sys
from datetime import date
import numpy as np
from qhil.program.coding import decode, encode

class Ansatz:
    settings = {}

def encode_fails(value):
    try:
        encode(value)
    except TypeError:
        return
    raise AssertionError

%s
found = ("qiskit", "qiskit_aer", "qiskit_ibm_runtime", "scipy", "sympy", "dateutil")
print([name for name in found if name in sys.modules])
"""


@pytest.mark.parametrize("line", PLAIN.values(), ids=PLAIN)
def test_no_qiskit_is_imported_for(line):
    code = f"import sys; sys.path[:] = {sys.path!r}\n{CODE % line}"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
