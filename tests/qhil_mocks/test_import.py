"""What importing the mocks costs a suite that does not use them."""

from __future__ import annotations

import subprocess
import sys

_HEAVY = ("qiskit", "qiskit_aer", "responses", "requests", "faker", "numpy")


def test_importing_brings_neither_qiskit_nor_what_intercepts_requests():
    code = (
        "import sys, qhil_mocks\n"
        f"print([name for name in {_HEAVY} if name in sys.modules])\n"
        "qhil_mocks.MockIBMQ\n"
        f"print([name for name in {_HEAVY} if name in sys.modules])"
    )

    printed = subprocess.check_output([sys.executable, "-c", code], text=True)

    assert printed == "[]\n[]\n"
