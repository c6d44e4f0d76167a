import pytest


@pytest.mark.device("ibmq_manila", "ibm_perth")
def test_more_qubits_agree_less(run_program):
    run = run_program("ghz.py", {"n_qubits": 4})

    assert [step["n_qubits"] for step in run.interim] == [2, 3, 4]
    assert run.interim[0]["agree"] > run.interim[-1]["agree"]
