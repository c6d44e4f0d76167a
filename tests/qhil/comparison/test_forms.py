from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET

import jsonschema
import pytest
from rich.console import Console

import qhil
from qhil.comparison import Comparison
from qhil.comparison.json_form import schema


def printed(comparison):
    out = io.StringIO()
    Console(file=out, width=200).print(comparison.report())
    return out.getvalue()


def test_json_brings_it_back(drifted_comparison, equal_comparison):
    for found in (drifted_comparison, equal_comparison):
        assert Comparison.from_json(found.to_json()) == found


def test_json_keeps_to_its_schema(drifted_comparison):
    facts = json.loads(drifted_comparison.to_json())
    jsonschema.Draft202012Validator(schema()).validate(facts)

    assert (facts["format"], facts["version"]) == ("qhil.comparison", 1)
    assert (facts["verdict"], facts["exit_code"]) == ("drifted", 1)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate({**facts, "version": 2})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hello", "not a comparison"),
        ("[]", "found 'list'"),
        ('{"format": "qhil.comparison", "version": 2}', "of version 2 cannot be read"),
        ('{"format": "qhil.comparison", "version": 1, "device": 3}', "Expected `str`"),
    ],
)
def test_what_is_no_comparison_is_refused(text, told):
    with pytest.raises(qhil.ComparisonError, match=told):
        Comparison.from_json(text)


def test_junit_has_a_test_for_each_circuit_and_one_for_all(drifted_comparison):
    (suite,) = ET.fromstring(drifted_comparison.to_junit())
    cases = {case.get("name"): case for case in suite.iter("testcase")}

    assert list(cases) == [
        *(one.name for one in drifted_comparison.circuits),
        "all circuits together",
    ]
    for one in drifted_comparison.circuits:
        assert (cases[one.name].find("failure") is not None) == one.differs
    assert suite.get("failures") == str(len(drifted_comparison.differing))


def test_junit_skips_what_too_few_shots_leave_open(manila, circuits):
    from qhil.comparison.sides import RecordedSide

    found = qhil.compare(
        manila, RecordedSide(manila, sampled=True), circuits=circuits, shots=60, attributed=False
    )
    (suite,) = ET.fromstring(found.to_junit())

    assert int(suite.get("skipped")) > 0
    assert "shots would do" in next(suite.iter("skipped")).get("message")


def test_the_terminal_says_it_all(drifted_comparison, pair_of):
    text = printed(drifted_comparison)

    assert "ibmq_manila@2021-07-26 against ibmq_manila@2021-07-27" in text
    assert "exact : 4000" in text
    assert "1 numbers changed" in text
    assert "how unusual that is, is not known" in text
    assert f"would explain it: qubit {pair_of[0]}, readout error up by" in text
    assert text.rstrip().endswith(drifted_comparison.summary)


def test_the_terminal_is_short_where_nothing_changed(equal_comparison):
    assert "0 numbers changed" in printed(equal_comparison)
    assert "would explain it" not in printed(equal_comparison)
