"""What only the stand-ins promise; that they hold the right values is in test_qiskit_models."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime, timezone

import pytest

from qhil.qiskit_objects.standin_models import (
    BackendConfiguration,
    BackendProperties,
    BackendPropertyError,
    BackendStatus,
)

DATE = datetime(2021, 3, 15, tzinfo=timezone.utc)


def _value(name, value, unit=""):
    return {"name": name, "value": value, "unit": unit, "date": DATE}


@pytest.fixture
def properties():
    return BackendProperties.from_dict(
        {
            "backend_name": "ibmq_two",
            "backend_version": "1.0.0",
            "last_update_date": DATE,
            "qubits": [
                [_value("T1", 100.0, "us"), _value("readout_length", 700, "ns")],
                [_value("T2", 50.0, "us"), _value("operational", 0)],
            ],
            "gates": [
                {"gate": "cx", "qubits": [0, 1], "parameters": [_value("gate_error", 0.01)]},
                {"gate": "x", "qubits": [1], "parameters": [_value("operational", 0)]},
            ],
            "general": [],
        }
    )


@pytest.fixture
def configuration():
    return BackendConfiguration.from_dict(
        {
            "backend_name": "ibmq_two",
            "n_qubits": 2,
            "gates": [{"name": "cx", "parameters": [], "qasm_def": None, "coupling_map": None}],
            "dt": 0.25,
            "rep_delay_range": [0.0, 500.0],
            "meas_lo_range": [[6.5, 7.5]],
            "description": None,
        }
    )


def test_properties_are_read_in_si_units_with_their_dates(properties):
    assert properties.t1(0) == 1e-4
    assert properties.t2(1) == 5e-5
    assert properties.readout_length(0) == 7e-7
    assert properties.qubit_property(0) == {"T1": (1e-4, DATE), "readout_length": (7e-7, DATE)}
    assert properties.gate_error("cx", [0, 1]) == 0.01
    assert properties.gate_property("cx") == {(0, 1): {"gate_error": (0.01, DATE)}}
    assert properties.gate_property("x", 1) == {"operational": (0, DATE)}


def test_what_is_not_said_to_be_faulty_works(properties):
    assert properties.is_qubit_operational(0)
    assert not properties.is_qubit_operational(1)
    assert properties.faulty_qubits() == [1]
    assert properties.is_gate_operational("cx", (0, 1))
    assert [gate.gate for gate in properties.faulty_gates()] == ["x"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda properties: properties.t2(0),
        lambda properties: properties.t1(2),
        lambda properties: properties.t1(-1),
        lambda properties: properties.qubit_property(2),
        lambda properties: properties.gate_error("cx", [1, 0]),
        lambda properties: properties.gate_length("cx", [0, 1]),
        lambda properties: properties.gate_property("ecr"),
        lambda properties: properties.gate_property("cx", name="gate_error"),
    ],
)
def test_asking_for_what_is_not_recorded_is_a_property_error(properties, ask):
    with pytest.raises(BackendPropertyError):
        ask(properties)


def test_configuration_has_attributes_in_si_units_and_gives_back_those_of_the_wire(configuration):
    assert configuration.num_qubits == 2
    assert configuration.dt == 0.25e-9
    assert configuration.rep_delay_range == [0.0, 500.0 * 1e-6]
    assert configuration.meas_lo_range == [[6.5e9, 7.5e9]]
    assert configuration.meas_levels is None
    assert configuration.gates[0].name == "cx"
    assert configuration.to_dict()["dt"] == pytest.approx(0.25)
    assert configuration.to_dict()["meas_lo_range"][0] == pytest.approx([6.5, 7.5])


def test_a_field_that_is_not_recorded_is_no_attribute(configuration):
    assert "dt" in configuration
    assert "description" not in configuration
    assert not hasattr(configuration.gates[0], "coupling_map")
    with pytest.raises(AttributeError, match="max_shots"):
        _ = configuration.max_shots


def test_they_compare_by_content(configuration, properties):
    assert copy.deepcopy(configuration) == configuration
    assert pickle.loads(pickle.dumps(properties)) == properties
    assert configuration != properties
    other = copy.deepcopy(configuration)
    other.n_qubits = 3
    assert other != configuration


def test_they_show_their_content():
    status = BackendStatus("ibmq_two", "1.0.0", True, 0, "active")

    assert repr(status).startswith("BackendStatus(backend_name='ibmq_two', ")
