import pytest
import sturdy

import qhil


@pytest.mark.sweep(documented=qhil.IBMQError)
def test_whatever_goes_wrong(run_program):
    run = run_program(sturdy, {"shots": 1000})
    if run.exception is not None:
        raise run.exception
    return run.result
