"""Devices for experiments and their components, by plain requests."""

from __future__ import annotations


def test_experiments_can_be_on_every_device_of_the_service(caller):
    assert caller(0)("GET", "/experiments/devices") == (
        200,
        {"devices": [{"name": "ibm_perth"}, {"name": "ibm_sherbrooke"}]},
    )


def test_the_components_of_a_device_are_its_qubits(caller):
    _, told = caller(0)("GET", "/experiments/device_components", query={"device_name": "ibm_perth"})

    assert told == {
        "device_components": [
            {"device_name": "ibm_perth", "type": f"Q{qubit}"} for qubit in range(7)
        ]
    }


def test_without_a_name_the_components_of_all(caller):
    _, told = caller(0)("GET", "/experiments/device_components")

    assert len(told["device_components"]) == 7 + 127


def test_a_device_that_is_not_there_has_none(caller):
    asked = {"device_name": "ibmqx2"}

    assert caller(0)("GET", "/experiments/device_components", query=asked)[0] == 404
