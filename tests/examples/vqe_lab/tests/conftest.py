from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / "programs" / "ising_vqe.py"


@pytest.fixture
def vqe(run_program, chain):
    """``vqe(shots=100)``: the program on the chain of the test, with the metadata of its upload."""

    def run(**options):
        inputs = {**chain.inputs, **options.pop("inputs", {})}
        return run_program(PROGRAM, inputs, metadata=PROGRAM.with_suffix(".json"), **options)

    return run
