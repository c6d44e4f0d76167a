from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from device_circuits import bell
from qiskit import QuantumCircuit

from qhil.backend import containment
from qhil.backend.aer_run import Plan
from qhil.backend.containment import free_memory, place
from qhil.errors import SimulationError
from qhil.noise import footprint
from qhil.simulation.aer import SimulationRequest, simulate
from qhil.simulation.executors import run_on
from qhil.simulation.worker import run_in_child

GIB = 2**30


@pytest.fixture(autouse=True)
def memory(monkeypatch):
    """8 GiB are free, whatever the machine has."""
    monkeypatch.setattr(containment, "free_memory", lambda: 8 * GIB)


def _wide(touched, size=100, name="wide"):
    circuit = QuantumCircuit(size, size, name=name)
    circuit.x(range(touched))
    circuit.measure(range(touched), range(touched))
    return circuit


def _plan(*circuits, shots=10, **options):
    return Plan(
        circuits,
        [footprint(circuit) for circuit in circuits],
        {"shots": shots, **options},
        untouched_seed=False,
    )


def test_what_is_small_runs_here():
    assert place(_plan(bell()), None, None) is simulate


def test_what_has_a_timeout_runs_in_a_child_process():
    run = place(_plan(bell()), 5.0, None)

    assert run.func is run_in_child
    assert run.keywords == {"timeout": 5.0, "memory_limit": 8 * GIB}


def test_what_is_to_be_contained_runs_in_a_child_process():
    run = place(_plan(bell()), None, None, contained=True)

    assert run.func is run_in_child
    assert run.keywords == {"timeout": None, "memory_limit": 8 * GIB}


def test_what_has_an_executor_runs_there():
    executor = ThreadPoolExecutor(1)

    run = place(_plan(bell()), None, executor)

    assert (run.func, run.args, run.keywords) == (run_on, (executor,), {"run": simulate})


def test_what_has_both_runs_in_child_processes_of_the_executors_workers():
    run = place(_plan(bell()), 5.0, ThreadPoolExecutor(1))

    assert run.func is run_on
    assert run.keywords["run"].func is run_in_child
    assert run.keywords["run"].keywords["timeout"] == 5.0


@pytest.mark.parametrize(
    ("touched", "options", "contained"),
    [
        (27, {}, False),
        (28, {}, True),
        (27, {"method": "statevector"}, False),
        (28, {"method": "statevector"}, True),
        (13, {"method": "density_matrix"}, False),
        (14, {"method": "density_matrix"}, True),
        (13, {"shots": 2**20}, False),  # a density matrix, as Aer chooses by itself
        (14, {"shots": 2**20}, True),
        (90, {"method": "stabilizer"}, False),
        (90, {"method": "matrix_product_state"}, False),
    ],
)
def test_a_large_state_is_kept_out_of_this_process(touched, options, contained):
    run = place(_plan(bell(), _wide(touched), **options), None, None)

    assert (run is not simulate) is contained


@pytest.mark.parametrize(
    ("touched", "method", "needed"),
    [(30, "statevector", 16), (15, "density_matrix", 16), (99, "statevector", 2**73)],
)
def test_a_state_larger_than_what_is_free_is_refused_with_both_sizes(touched, method, needed):
    with pytest.raises(SimulationError) as caught:
        place(_plan(bell(), _wide(touched), method=method), None, None)

    assert str(caught.value) == (
        f"circuit 'wide' touches {touched} qubits, whose state by method {method} needs "
        f"{needed} GiB; 8 GiB are free"
    )


def test_where_aer_chooses_it_refuses_by_itself_within_the_memory_there_is():
    run = place(_plan(_wide(99)), None, None)

    assert run.keywords == {"timeout": None, "memory_limit": 8 * GIB}


def test_without_an_answer_to_what_is_free_nothing_is_refused_or_limited(monkeypatch):
    monkeypatch.setattr(containment, "free_memory", lambda: None)

    run = place(_plan(_wide(99), method="statevector"), None, None)

    assert run.keywords == {"timeout": None, "memory_limit": None}


def test_only_linux_limits_the_memory_of_a_child(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")

    assert place(_plan(bell()), 5.0, None).keywords["memory_limit"] is None


def test_more_qubits_than_the_extended_stabilizer_survives_are_refused():
    message = r"'wide' touches 64 qubits, and Aer's extended_stabilizer ends .* beyond 63; noise="

    with pytest.raises(SimulationError, match=message):
        place(_plan(_wide(64), method="extended_stabilizer"), None, None)


def test_the_extended_stabilizer_does_not_count_qubits_that_are_not_touched():
    """Aer leaves them out: no run of this ends the process, which this one would not survive."""
    circuit = _wide(63)

    run = place(_plan(circuit, method="extended_stabilizer"), None, None)

    assert run is simulate
    options = {"shots": 10, "method": "extended_stabilizer"}
    assert run_in_child(SimulationRequest((circuit,), None, options)).success


def test_free_memory_is_what_may_be_taken(monkeypatch, tmp_path):
    file = tmp_path / "meminfo"
    file.write_text("MemTotal: 2000 kB\nMemFree: 5 kB\nMemAvailable:    1000 kB\nx\n")
    monkeypatch.setattr(containment, "_MEMORY_FILE", file)

    assert free_memory() == 1000 * 1024


@pytest.mark.parametrize("text", [None, "MemTotal: 2000 kB\n"])
def test_free_memory_is_all_there_is_where_the_system_does_not_tell(monkeypatch, tmp_path, text):
    file = tmp_path / "meminfo"
    if text:
        file.write_text(text)
    monkeypatch.setattr(containment, "_MEMORY_FILE", file)
    monkeypatch.setattr(
        os, "sysconf", {"SC_PHYS_PAGES": 50, "SC_PAGE_SIZE": 4096}.get, raising=False
    )

    assert free_memory() == 50 * 4096


def test_free_memory_is_unknown_where_the_system_tells_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(containment, "_MEMORY_FILE", tmp_path / "none")
    monkeypatch.delattr(os, "sysconf", raising=False)

    assert free_memory() is None
