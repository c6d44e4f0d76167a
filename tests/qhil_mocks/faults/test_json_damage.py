"""JSON that is damaged: what each effect does to a text."""

from __future__ import annotations

import json
import random

import pytest

from qhil.errors import FaultError
from qhil_mocks.faults.json_damage import damaged
from qhil_mocks.faults.json_path import fields, parts, readable_path, told

LIST = b'[{"id": "a", "queue": {"position": 1}}, {"id": "b", "tags": ["x", null]}]'


@pytest.mark.parametrize("effect", ["malformed_json", "truncated_json"])
@pytest.mark.parametrize(
    "text", [b'{"a": 1}', b"{}", b"[]", b"[1, 2]", b"17", b"true", b'"a"', b'""']
)
def test_a_text_is_no_json_any_more(effect, text):
    json.loads(text)

    with pytest.raises(json.JSONDecodeError):
        json.loads(damaged(text, effect))


@pytest.mark.parametrize(
    ("effect", "path", "wanted"),
    [
        ("missing_field", "$[0].id", [{"queue": {"position": 1}}, "..."]),
        ("missing_field", "$[0]", ["..."]),
        ("renamed_field", "$[0].id", [{"queue": {"position": 1}, "renamed_id": "a"}, "..."]),
        ("wrong_type", "$[0].queue.position", [{"id": "a", "queue": {"position": "1"}}, "..."]),
        ("wrong_type", "$[0].queue", [{"id": "a", "queue": [{"position": 1}]}, "..."]),
        ("wrong_type", "$[0].id", [{"id": ["a"], "queue": {"position": 1}}, "..."]),
        ("extra_field", None, [{"id": "a", "queue": {"position": 1}, "unasked": True}, "..."]),
    ],
)
def test_a_field_is_hit_by_its_path(effect, path, wanted):
    found = json.loads(damaged(LIST, effect, path))

    assert found == [*wanted[:-1], {"id": "b", "tags": ["x", None]}]


def test_an_element_and_a_list_are_of_other_types():
    assert json.loads(damaged(LIST, "wrong_type", "$[1].tags"))[1]["tags"] == {"value": ["x", None]}
    assert json.loads(damaged(LIST, "wrong_type", "$[1].tags[1]"))[1]["tags"] == ["x", [None]]


@pytest.mark.parametrize("effect", ["missing_field", "renamed_field", "wrong_type"])
def test_without_a_path_the_seed_says_which_field(effect):
    found = {damaged(LIST, effect, draws=random.Random(seed)) for seed in range(30)}

    assert damaged(LIST, effect, draws=random.Random(3)) in found
    assert len(found) > 2
    assert all(json.loads(one) != json.loads(LIST) for one in found)


@pytest.mark.parametrize(
    ("effect", "text", "wanted"),
    [
        ("missing_field", b"{}", None),
        ("renamed_field", b"[1]", {"renamed_answer": [1]}),
        ("wrong_type", b"[]", {"value": []}),
        ("wrong_type", b"17", "17"),
        ("extra_field", b"[]", [{"unasked": True}]),
        ("extra_field", b"17", {"unasked": 17}),
    ],
)
def test_an_answer_without_fields_is_one_itself(effect, text, wanted):
    assert json.loads(damaged(text, effect)) == wanted


@pytest.mark.parametrize("path", ["$.nothing", "$[7].id", "$[0].id.deeper", "$[0][1]"])
def test_a_path_to_nothing_tells_what_there_is(path):
    with pytest.raises(FaultError, match=r"has no field .*it has \$\[0\].id, \$\[0\].queue"):
        damaged(LIST, "missing_field", path)


def test_an_element_of_a_list_cannot_have_another_name():
    with pytest.raises(FaultError, match="has no name"):
        damaged(LIST, "renamed_field", "$[0]")


@pytest.mark.parametrize("path", ["id", "$", "$.", "$[x]", "$.a b", "$id", ""])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ValueError, match="a path such as"):
        readable_path(path)


def test_paths_come_back_from_their_text():
    for path in fields(json.loads(LIST)):
        assert parts(readable_path(told(path))) == path
