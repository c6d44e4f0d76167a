from __future__ import annotations

import dataclasses
import pickle

import pytest

from qhil.errors import RecordingError
from qhil.recordings.parse_configuration import parse_configuration
from qhil.recordings.plain_json import json_text


@pytest.fixture
def parse(parts):
    """``parse(field=value, ...)``: ibmq_belem's configuration with some fields changed."""

    def parsed(**changes):
        configuration = dict(parts("ibmq_belem")["configuration"], **changes)
        return parse_configuration(json_text(configuration, "configuration"))

    return parsed


def test_times_are_in_seconds_and_dates_aware(parse):
    configuration = parse()

    assert configuration.dt == pytest.approx(2.0 / 9 * 1e-9)
    assert configuration.rep_delay_range == (0.0, 500e-6)
    assert configuration.default_rep_delay == 250e-6
    assert configuration.online_date.isoformat() == "2021-01-08T05:00:00+00:00"


def test_it_is_frozen_to_the_bottom(parse):
    configuration = parse(timing_constraints={"granularity": 16}, processor_type={"a": [1]})

    with pytest.raises(dataclasses.FrozenInstanceError):
        configuration.name = "another"
    with pytest.raises(TypeError):
        configuration.timing_constraints["granularity"] = 1
    assert configuration.processor_type == {"a": (1,)}
    configuration.json["n_qubits"] = 6
    assert configuration.json["n_qubits"] == 5


def test_equal_ones_have_equal_hashes_and_survive_pickling(parse):
    configuration = parse()
    again = pickle.loads(pickle.dumps(configuration))

    assert again == configuration == parse()
    assert hash(again) == hash(configuration)
    assert parse(max_shots=1) != configuration


def test_what_a_file_may_leave_out_is_none_or_empty(parts):
    configuration = parts("ibmq_belem")["configuration"]
    for name in (
        *("max_experiments", "supported_instructions", "dt", "dtm", "rep_delay_range"),
        *("default_rep_delay", "dynamic_reprate_enabled", "meas_levels", "meas_map"),
        *("online_date", "quantum_volume", "processor_type", "description"),
    ):
        del configuration[name]
    configuration["gates"] = [{"name": "id"}]

    found = parse_configuration(json_text(configuration, "configuration"))

    assert found.supported_instructions == found.meas_levels == ()
    assert found.dt is found.rep_delay_range is found.meas_map is found.online_date is None
    assert found.dynamic_reprate_enabled is False
    assert dict(found.timing_constraints) == {}
    assert found.gates[0].coupling_map is None


@pytest.mark.parametrize(
    ("changes", "path", "expected", "found"),
    [
        ({"n_qubits": 0}, "$.n_qubits", "int >= 1", "0"),
        ({"n_qubits": 4}, "$.coupling_map[6][1]", "a qubit below n_qubits = 4", "4"),
        ({"n_qubits": 10**30}, "$.n_qubits", "int <= 9223372036854775807", str(10**30)),
        ({"max_shots": True}, "$.max_shots", "int", "bool"),
        ({"basis_gates": []}, "$.basis_gates", "array of length >= 1", "[]"),
        ({"basis_gates": ["x", "x"]}, "$.basis_gates[1]", "another than at $.basis_gates[0]", "x"),
        ({"coupling_map": [[0, 1], [0]]}, "$.coupling_map[1]", "array of length >= 2", "[0]"),
        ({"coupling_map": [[1, 1]]}, "$.coupling_map[0][1]", "another than at", "1"),
        ({"coupling_map": [[0, 1], [0, 1]]}, "$.coupling_map[1]", "another than at", "(0, 1)"),
        ({"coupling_map": [[0, -1]]}, "$.coupling_map[0][1]", "int >= 0", "-1"),
        (
            {"gates": [{"name": "x"}, {"name": "x"}]},
            "$.gates[1].name",
            "another than at $.gates[0].name",
            "x",
        ),
        (
            {"gates": [{"name": "cx", "coupling_map": [[0, 1], [2]]}]},
            "$.gates[0].coupling_map[1]",
            "2 qubits, as at $.gates[0].coupling_map[0]",
            "[2]",
        ),
        (
            {"gates": [{"name": "cx", "coupling_map": [[0, 5]]}]},
            "$.gates[0].coupling_map[0][1]",
            "a qubit below n_qubits = 5",
            "5",
        ),
        ({"meas_map": [[0, 7]]}, "$.meas_map[0][1]", "a qubit below n_qubits = 5", "7"),
        ({"meas_levels": [3]}, "$.meas_levels[0]", "int <= 2", "3"),
        ({"dt": 0.0}, "$.dt", "float > 0", "0.0"),
        ({"dt": 5e-324}, "$.dt", "a time in ns that is above 0 s", "5e-324"),
        ({"rep_delay_range": [500, 0]}, "$.rep_delay_range", "[shortest, longest]", "[500"),
        ({"default_rep_delay": 501.0}, "$.default_rep_delay", "within rep_delay_range", "501.0"),
        (
            {"timing_constraints": {"granularity": "16"}},
            "$.timing_constraints.granularity",
            "an integer >= 1",
            "16",
        ),
        (
            {"timing_constraints": {"granularity": True}},
            "$.timing_constraints.granularity",
            "an integer >= 1",
            "True",
        ),
        ({"online_date": "2021-01-08"}, "$.online_date", "an ISO 8601 date", '"2021-01-08"'),
        (
            {"online_date": "2021-01-08T05:00:00"},
            "$.online_date",
            "datetime with a timezone component",
            '"2021-01-08T05:00:00"',
        ),
        (
            {"online_date": "0001-01-01T00:00:00+23:00"},
            "$.online_date",
            "a year from 1 to 9999 in UTC",
            "0001-01-01T00:00:00+23:00",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(parse, changes, path, expected, found):
    with pytest.raises(RecordingError) as caught:
        parse(**changes)
    error = caught.value
    assert (error.file, error.path) == ("configuration", path)
    assert expected in error.expected
    assert found in error.found


@pytest.mark.parametrize("field", ["backend_name", "n_qubits", "coupling_map", "gates", "local"])
def test_a_missing_field_is_named(parts, field):
    configuration = parts("ibmq_belem")["configuration"]
    del configuration[field]

    with pytest.raises(RecordingError, match="a field is missing") as caught:
        parse_configuration(json_text(configuration, "configuration"))
    assert caught.value.path == f"$.{field}"
