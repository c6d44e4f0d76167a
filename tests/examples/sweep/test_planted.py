"""A sweep finds each planted fault by its name, and nothing in the corrected twins."""

from pathlib import Path

import pytest

import qhil
from qhil.sweeping import ProgramScenario, Verdict

FOLDER = Path(__file__).parent
DOCUMENTED = ("IBMQError", "BadResultError", "BadInputError")
PLANTED = {
    "double_submit": Verdict.DUPLICATE,
    "endless_poll": Verdict.HANG,
    "error_as_done": Verdict.WRONG,
    "leaking_file": Verdict.LEAK,
    "leaking_process": Verdict.LEAK,
    "leaking_socket": Verdict.LEAK,
    "leaking_thread": Verdict.LEAK,
    "nan_unnoticed": Verdict.WRONG,
    "off_by_one": Verdict.WRONG,
    "partial_sum": Verdict.WRONG,
    "publishes_before_checking": Verdict.WRONG,
    "result_only_published": Verdict.WRONG,
    "retry_without_limit": Verdict.HANG,
    "stale_result": Verdict.WRONG,
    "swallowed_error": Verdict.WRONG,
    "unlooked_at": Verdict.UNDOCUMENTED,
    "wrong_default": Verdict.WRONG,
}


def swept(program):
    scenario = ProgramScenario(
        str(FOLDER / f"{program}.py"),
        "ibmq_manila",
        seed=7,
        inputs='{"weight": 0.25, "shots": 100}' if program.startswith("nan") else '{"shots": 100}',
        noise="ideal",
    )
    # What really never ends is waited for.
    limit = 1.5 if program == "endless_poll" else 60
    return qhil.sweep(scenario, documented=DOCUMENTED, hard_limit=limit)


@pytest.mark.parametrize("program", PLANTED)
def test_what_is_planted_is_found(program):
    report = swept(program)

    assert {one.verdict for one in report.findings} == {PLANTED[program]}
    assert not report.missed


@pytest.mark.parametrize("program", PLANTED)
def test_nothing_is_found_in_the_corrected_twin(program):
    swept(f"{program}_mended").raise_for_findings()
