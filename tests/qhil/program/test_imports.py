"""Listing devices or loading the pytest plugin must not pay for Qiskit."""

import subprocess
import sys

import pytest

import qhil.program


def test_the_package_alone_imports_no_qiskit():
    code = "import qhil.program, qhil.program.loader; print('qiskit' in sys.modules)"
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Messenger'"):
        qhil.program.Messenger  # noqa: B018
