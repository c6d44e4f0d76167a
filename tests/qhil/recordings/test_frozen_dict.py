from __future__ import annotations

import copy
import dataclasses
import json
import pickle

import pytest

from qhil.recordings.frozen_dict import FrozenDict, frozen


def test_it_reads_as_a_dict():
    mapping = FrozenDict({"a": 1})

    assert mapping == {"a": 1}
    assert json.dumps(mapping) == '{"a": 1}'


@pytest.mark.parametrize(
    "change",
    [
        lambda mapping: mapping.__setitem__("a", 2),
        lambda mapping: mapping.__delitem__("a"),
        lambda mapping: mapping.__ior__({"b": 1}),
        lambda mapping: mapping.clear(),
        lambda mapping: mapping.pop("a"),
        lambda mapping: mapping.popitem(),
        lambda mapping: mapping.setdefault("b", 1),
        lambda mapping: mapping.update(b=1),
    ],
)
def test_it_cannot_be_changed(change):
    mapping = FrozenDict({"a": 1})

    with pytest.raises(TypeError, match="cannot be changed"):
        change(mapping)
    assert mapping == {"a": 1}


def test_equal_ones_have_equal_hashes():
    assert hash(FrozenDict({"a": 1, "b": 2})) == hash(FrozenDict({"b": 2, "a": 1}))


@pytest.mark.parametrize(
    "clone", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))]
)
def test_copies_are_frozen_too(clone):
    copied = clone(FrozenDict({"a": (1, 2)}))

    assert copied == {"a": (1, 2)}
    assert type(copied) is FrozenDict


def test_a_dataclass_that_holds_one_can_be_turned_into_dicts():
    @dataclasses.dataclass(frozen=True)
    class Holder:
        mapping: FrozenDict

    assert dataclasses.asdict(Holder(FrozenDict({"a": 1}))) == {"mapping": {"a": 1}}


def test_structures_are_frozen_to_the_bottom():
    assert frozen({"a": [1, {"b": []}]}) == {"a": (1, {"b": ()})}
    assert type(frozen({"a": [{"b": 1}]})["a"][0]) is FrozenDict
    assert frozen(None) is None
