"""Calls of Aer's own, in a worker process."""

from __future__ import annotations

import concurrent.futures
import pickle
import sys

import pytest
from worker_requests import aer_counts, ghz, without_memory

from qhil.errors import SimulationError
from qhil.simulation.aer import prepare
from qhil.simulation.errors import SimulationMemoryError
from qhil.simulation.pickled_call import PickledCall

AerSimulator, _ = prepare()


def test_a_call_has_the_result_it_has_here(shared_pool):
    call = PickledCall.of(aer_counts, AerSimulator(), ghz(), 7)

    there, here = shared_pool.run(call), call.simulate()

    assert there.get_counts() == here.get_counts()


def test_what_is_changed_later_is_not_changed_there():
    circuit = ghz()
    call = PickledCall.of(aer_counts, AerSimulator(), circuit, 7)
    circuit.data.clear()

    assert call.simulate().get_counts() == aer_counts(AerSimulator(), ghz(), 7).get_counts()


def test_an_error_comes_back_as_itself(shared_pool):
    with pytest.raises(ValueError, match="invalid literal"):
        shared_pool.run(PickledCall.of(int, "many"))


def test_exhausted_memory_is_told(shared_pool):
    with pytest.raises(SimulationMemoryError, match="MemoryError"):
        shared_pool.run(PickledCall.of(without_memory))


def test_what_cannot_be_pickled_is_refused():
    with pytest.raises(SimulationError, match="cannot be sent to another process"):
        PickledCall.of(lambda: None)


def test_what_cannot_be_found_there_is_refused(shared_pool, monkeypatch):
    module = type(sys)("a_module_of_this_process")
    module.Size = type("Size", (int,), {"__module__": module.__name__})
    monkeypatch.setitem(sys.modules, module.__name__, module)

    with pytest.raises(SimulationError, match="a_module_of_this_process"):
        shared_pool.run(PickledCall.of(abs, module.Size(3)))


def test_executors_are_left_out():
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        call = PickledCall.of(dict, {"executor": pool, "shots": 3})

    assert pickle.loads(call.call)[1] == ({"executor": None, "shots": 3},)
