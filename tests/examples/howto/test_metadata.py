import pytest

import qhil


def test_the_program_keeps_its_promises(run_program):
    run = run_program("ghz.py", {"n_qubits": 3}, metadata="ghz.json")

    assert run.status == "COMPLETED"


def test_inputs_must_fit(run_program):
    with pytest.raises(qhil.SchemaError, match="n_qubits"):
        run_program("ghz.py", {"n_qubits": "three"}, metadata="ghz.json")


@pytest.mark.device("ibmq_armonk")
def test_one_qubit_is_not_enough(run_program):
    with pytest.raises(qhil.MetadataError, match="min_num_qubits"):
        run_program("ghz.py", metadata="ghz.json")


def test_a_result_that_breaks_its_schema_fails_the_program(run_program):
    def main(backend, user_messenger, *, n_qubits):
        user_messenger.publish({"n_qubits": n_qubits})  # and agree?

    run = run_program(main, {"n_qubits": 3}, metadata="ghz.json")

    assert run.status == "FAILED"
    assert "agree" in run.error.message
