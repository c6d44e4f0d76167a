import greedy


def test_memory_is_limited(run_program):
    run = run_program(greedy.takes_all_memory, isolate=True, memory_limit=8 * 2**30)

    assert run.status == "FAILED"
    assert run.error.kind == "MemoryError"


def test_the_suite_lives_on(run_program):
    run = run_program(greedy.kills_itself, isolate=True)

    assert run.status == "FAILED"
    assert run.interim == ["goodbye"]


def test_no_token_reaches_the_program(run_program, monkeypatch):
    monkeypatch.setenv("QISKIT_IBM_TOKEN", "secret")

    assert run_program(greedy.looks_for_a_token, isolate=True).result == []
