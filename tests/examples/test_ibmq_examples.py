"""The scripts of ibmq/ are nothing but public client code, and run as they are within the mocked service."""

from __future__ import annotations

import ast
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
}


@pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "python-multipart")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_runs_within_the_mocked_service(script, capsys):
    with MockIBMQ(seed=7, devices=DEVICES), warnings.catch_warnings():
        # The client deprecates itself whenever it is used.
        warnings.filterwarnings(
            "ignore", message="The qiskit.IBMQ entrypoint", category=DeprecationWarning
        )
        runpy.run_path(str(script), run_name="__main__")
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
