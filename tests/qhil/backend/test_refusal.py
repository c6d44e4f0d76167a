from __future__ import annotations

from qhil.backend.refusal import circuit_label, nearest, refusal
from qhil.service_errors import IBMQBackendError, IBMQBackendValueError


class _Circuit:
    name = "mine"


def test_a_refusal_is_the_services_value_error_and_names_the_device():
    error = refusal("ibmq_manila", "no")

    assert isinstance(error, IBMQBackendValueError)
    assert isinstance(error, IBMQBackendError)
    assert isinstance(error, ValueError)
    assert "ibmq_manila: no" in str(error)


def test_near_words_are_named_nearest_first():
    assert nearest("shot", ["memory", "shots"]) == "nearest: shots"


def test_all_words_are_named_where_none_is_near():
    assert nearest("xyz", ["memory", "shots"]) == "known: memory, shots"


def test_a_circuit_is_named_by_its_place_and_name():
    assert circuit_label(3, _Circuit()) == "circuit 3 ('mine')"
