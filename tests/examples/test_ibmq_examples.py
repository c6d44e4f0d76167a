"""The scripts of ibmq/ are nothing but public client code, and run as they are within the mocked service."""

from __future__ import annotations

import ast
import gc
import re
import runpy
import warnings
from pathlib import Path

import pytest

from qhil_mocks.mock_ibmq import MockIBMQ

SCRIPTS = sorted((Path(__file__).parent / "ibmq").glob("*.py"))
DEVICES = ["ibmq_manila", "ibm_perth", "ibm_sherbrooke"]
# Regular expressions, for what each script prints.
SOME_OF_WHAT_THEY_PRINT = {
    "experiments": [
        "T1 on ibmq_manila: One qubit, left alone.",
        "tags: tutorial, coherence; shared with: project",
        "jobs: DONE",
        r"figure decay\.svg: \d+ bytes",
        r"T1 of Q0: 1[01]\d us, calibrated: 109 us",
    ],
    "first_job": [
        "ibm_perth: 7 qubits, 0 jobs wait",
        "status: DONE",
        r"both the same: (8|9)\d\d of 1000",
        "found again: True True",
        r"calibrated: 20\d\d-",
    ],
    "job_manager": [
        "jobs: 3 all done: True",
        "3 flips: more ones",
        "8 flips: more zeros",
        "found again: True",
    ],
    "properties_over_time": [
        "before there was any: None",
        r"2023-\d\d-\d\d: median T1 \d+ us, median readout error 0\.\d+",
        r"\d+ of 127 qubits live longer",
        "the newest by default: True",
    ],
    "runtime_vqe": [
        "uploaded: vqe-h2",
        r"(?s)iteration 1: -1\.\d+ hartree.*iteration 4: -1\.\d+ hartree",
        r"status: DONE; total energy -(0\.9|1\.)\d+ hartree",
        r"programs of mine: \['vqe-h2'\]",
    ],
}


# The client leaves the sockets of its streams to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
@pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "python-multipart")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_runs_within_the_mocked_service(script, capsys):
    with MockIBMQ(seed=7, devices=DEVICES), warnings.catch_warnings():
        # The client deprecates itself whenever it is used.
        warnings.filterwarnings(
            "ignore", message="The qiskit.IBMQ entrypoint", category=DeprecationWarning
        )
        runpy.run_path(str(script), run_name="__main__")
    gc.collect()
    printed = capsys.readouterr().out

    expected = SOME_OF_WHAT_THEY_PRINT[script.stem]
    assert [part for part in expected if not re.search(part, printed)] == [], printed


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_knows_nothing_of_the_mock(script):
    imported = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])

    assert not {name for name in imported if name.startswith("qhil")}
