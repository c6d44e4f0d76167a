from __future__ import annotations

import dataclasses
import pickle

import pytest

from qhil.errors import RecordingError
from qhil.recordings.parse_configuration import parse_configuration
from qhil.recordings.parse_properties import parse_properties
from qhil.recordings.plain_json import json_text


@pytest.fixture
def properties(parts):
    return parts("ibmq_belem")["properties"]


@pytest.fixture
def parse(parts):
    """Parse properties against ibmq_belem's configuration."""

    def parsed(content):
        configuration = json_text(parts("ibmq_belem")["configuration"], "configuration")
        return parse_properties(
            json_text(content, "properties"), parse_configuration(configuration)
        )

    return parsed


def test_values_are_in_si_units(parse, properties):
    snapshot = parse(properties)

    assert properties["qubits"][0][0]["unit"] == "us"
    assert snapshot.qubits[0].t1 == properties["qubits"][0][0]["value"] / 1e6
    assert snapshot.gate("cx", (0, 1)).length == 810.6666666666666 / 1e9
    assert snapshot.date.isoformat() == "2021-03-15T04:49:04+00:00"


def test_a_gate_is_found_by_its_qubits_in_order(parse, properties):
    snapshot = parse(properties)

    assert snapshot.gate("cx", [3, 4]).qubits == (3, 4)
    assert snapshot.gate("cx", (4, 3)).qubits == (4, 3)
    assert snapshot.gate("cx", (0, 4)) is None


def test_what_is_not_recorded_is_none_and_operational(parse, properties):
    properties["qubits"][2] = []
    properties["gates"][0]["parameters"] = []

    snapshot = parse(properties)

    facts = dataclasses.asdict(snapshot.qubits[2])
    assert facts.pop("operational") is True
    assert set(facts.values()) == {None}
    assert (snapshot.gates[0].error, snapshot.gates[0].length) == (None, None)


def test_what_is_out_of_order_is_told(parse, properties):
    broken = {"name": "operational", "unit": "", "value": 0, "date": "2021-03-15T00:00:00Z"}
    properties["qubits"][1].append(broken)
    properties["gates"][0]["parameters"].append(broken)

    snapshot = parse(properties)

    assert [qubit.operational for qubit in snapshot.qubits] == [True, False, True, True, True]
    assert not snapshot.gates[0].operational


def test_unknown_values_are_left_to_the_json(parse, properties):
    new = {"name": "mood", "unit": "smiles", "value": -3, "date": "2021-03-15T00:00:00Z"}
    properties["qubits"][0].append(new)

    assert parse(properties).json["qubits"][0][-1] == new


def test_equal_ones_have_equal_hashes_and_survive_pickling(parse, properties):
    snapshot = parse(properties)
    again = pickle.loads(pickle.dumps(snapshot))

    assert again == snapshot
    assert hash(again) == hash(snapshot)
    assert again.gate("cx", (0, 1)) == snapshot.gate("cx", (0, 1))


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ((("backend_name",), "ibmq_quito"), "$.backend_name", ("'ibmq_belem'", "ibmq_quito")),
        ((("qubits",), [[], [], [], []]), "$.qubits", ("5 entries", "4")),
        ((("qubits", 0, 0, "value"), 0), "$.qubits[0][0].value", ("a time > 0", "0.0 us")),
        ((("qubits", 0, 0, "value"), -3.5), "$.qubits[0][0].value", ("a time > 0", "-3.5 us")),
        ((("qubits", 0, 0, "value"), None), "$.qubits[0][0].value", ("float", "null")),
        ((("qubits", 0, 0, "unit"), "GHz"), "$.qubits[0][0].unit", ("'us'", "'GHz'")),
        (
            (("qubits", 0, 0, "date"), "2021-03-15T00:49:04"),
            "$.qubits[0][0].date",
            ("timezone", "04"),
        ),
        ((("qubits", 0, 1, "name"), "T1"), "$.qubits[0][1].name", ("one T1", "T1")),
        ((("qubits", 4, 4, "value"), 1.2), "$.qubits[4][4].value", ("in [0, 1]", "1.2")),
        ((("gates", 0, "gate"), ""), "$.gates[0].gate", ("length >= 1", '""')),
        ((("gates", 0, "qubits"), [5]), "$.gates[0].qubits[0]", ("below n_qubits = 5", "5")),
        (
            (("gates", 0, "qubits"), [1]),
            "$.gates[1]",
            ("another than at $.gates[0]", "('id', (1,))"),
        ),
        (
            (("gates", 0, "qubits"), [0, 1]),
            "$.gates[1].qubits",
            ("2, as for id at $.gates[0]", "[1]"),
        ),
        (
            (("gates", 0, "parameters", 0, "value"), -0.1),
            "$.gates[0].parameters[0].value",
            ("0", "-0"),
        ),
        (
            (("gates", 0, "parameters", 1, "value"), -1),
            "$.gates[0].parameters[1].value",
            (">= 0", "-1"),
        ),
        ((("general", 1, "name"), "jq_01"), "$.general[1].name", ("another", "jq_01")),
        (
            (("last_update_date",), "9999-12-31T23:00:00-05:00"),
            "$.last_update_date",
            ("a year from 1 to 9999", "9999-12-31T23:00:00-05:00"),
        ),
        (
            (("general", 0, "date"), "9999-12-31T23:00:00-05:00"),
            "$.general[0].date",
            ("a year from 1 to 9999", "9999-12-31T23:00:00-05:00"),
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(parse, properties, change, place, words):
    path, value = change
    expected, found = words
    container = properties
    for key in path[:-1]:
        container = container[key]
    container[path[-1]] = value

    with pytest.raises(RecordingError) as caught:
        parse(properties)
    error = caught.value
    assert (error.file, error.path) == ("properties", place)
    assert expected in error.expected
    assert found in error.found
