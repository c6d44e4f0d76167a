def test_all_qubits_agree(run_program):
    run = run_program("ghz.py", {"n_qubits": 3})

    assert set(run.result["counts"]) == {"000", "111"}
