import patient
import pytest

pytestmark = pytest.mark.noise("ideal")


@pytest.mark.faults("backend.run=2*api_error")
def test_two_failures_are_overcome(run_program):
    run = run_program(patient, {"shots": 1000})

    assert run.interim == [{"failed": 1}, {"failed": 2}]
    assert run.result == 1


@pytest.mark.faults("backend.run=api_error", "backend.run=lost_answer")
def test_it_gives_up_in_the_end(run_program, fault_plan):
    run = run_program(patient, {"shots": 1000})

    assert run.error.message == "the service failed 3 times"
    assert len(fault_plan.firings) == 3


@pytest.mark.faults("job.result=1*wrong_shots(400)")
def test_lost_shots_do_not_count_as_zeros(run_program):
    assert run_program(patient, {"shots": 1000}).result == 1
