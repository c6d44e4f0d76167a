from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from qiskit import QuantumCircuit

import qhil
from qhil.sweeping import difference


@dataclasses.dataclass
class Found:
    energy: float
    seconds: float = dataclasses.field(default=0.0, compare=False)


def looped():
    made = [1]
    made.append(made)
    return made


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (1, 2, "result is 2 instead of 1"),
        (1, "1", "result is '1' instead of 1"),
        (True, 1, "result is 1 instead of True"),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, 'result["a"][1]["b"] is 3 instead of 2'),
        ({"a": 1}, {}, 'result lacks "a"'),
        ({}, {3: 1}, "result has 3, which is not expected"),
        ([1], [1, 2], "result has length 2 instead of 1"),
        ((1,), [1], "result is [1] instead of (1,)"),
        ({1}, {2}, "result is {2} instead of {1}"),
        (None, {}, "result is {} instead of None"),
        (np.array([1.0, 2.0]), np.array([1.0, 3.0]), "result[1] is 3.0 instead of 2.0"),
        (np.eye(2), np.diag([1.0, math.nan]), "result[1, 1] is nan instead of 1.0"),
        (np.zeros(2), np.zeros(3), "result has shape (3,) instead of (2,)"),
        (np.zeros(1), np.zeros(1, int), "result is of int64 instead of float64"),
        (np.array(1.0), np.array(2.0), "result is 2.0 instead of 1.0"),
        (Found(1.0), Found(2.0), "result.energy is 2.0 instead of 1.0"),
        (KeyError("a"), KeyError("b"), "result.args[0] is 'b' instead of 'a'"),
        ("a" * 100, "a" * 101, f"result is '{'a' * 56}..."),
    ],
)
def test_the_first_difference_is_told_with_its_place(one, other, told):
    assert difference(one, other).startswith(told)


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, 2.5, None, "x", b"y", {3, 4}]},
        math.nan,
        complex(math.nan, 0),
        np.array([1.0, math.nan]),
        np.array(["a", "b"]),
        Found(math.nan),
    ],
)
def test_what_is_equal_has_none(value):
    import copy

    assert difference(value, copy.deepcopy(value)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (np.float64(2), 2), (Found(1.0, seconds=2), Found(1.0)), (looped(), looped())],
)
def test_what_does_not_matter_is_none(one, other):
    assert difference(one, other) is None


def test_results_are_compared_by_what_was_measured():
    circuit = QuantumCircuit(1, name="coin")
    circuit.sx(0)
    circuit.measure_all()
    one, same, other = (
        qhil.RecordedBackend("ibmq_manila", seed=seed)
        .run(circuit, shots=1000, seed_simulator=simulated)
        .result()
        for seed, simulated in ((1, 5), (2, 5), (1, 6))
    )

    assert one.job_id != same.job_id
    assert difference(one, same) is None
    assert difference(one, other).startswith('result["experiments"][0]["data"]["counts"]')


def test_what_cannot_be_compared_is_refused():
    class Thing:
        pass

    with pytest.raises(qhil.SweepError, match=r"result\[0\] is a Thing, which equals nothing"):
        difference([Thing()], [Thing()])
