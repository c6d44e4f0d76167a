import pytest


@pytest.fixture
def recorded_device():
    """The device of this project: a name, or a recording."""
    return "ibm_torino"


@pytest.fixture
def recorded_backend(recorded_backend):
    """Few shots, because most of our tests look at the shape of a result."""
    recorded_backend.set_options(shots=100)
    return recorded_backend


def test_a_program_gets_our_own_backend(run_program):
    run = run_program(lambda backend, user_messenger: backend.options.shots)

    assert (run.device, run.result) == ("ibm_torino", 100)
