import pytest
import slow


def test_a_program_that_waits_is_ended(run_program):
    run = run_program(slow.endless, max_execution_time=0.5)

    assert run.status == "CANCELLED - RAN TOO LONG"
    assert run.interim == ["waiting"]


@pytest.mark.device("ibm_washington")
def test_a_program_that_sits_in_a_simulation_is_ended(run_program):
    run = run_program(slow.heavy, max_execution_time=1)

    assert run.status == "CANCELLED - RAN TOO LONG"
    assert "backend.run(layers(24))" in run.error.traceback
