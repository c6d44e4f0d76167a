import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qhil.cli.run.json_text import readable

values = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(max_size=8), inner)),
)


@given(values, st.integers(1, 100))
def test_it_is_the_same_json(value, width):
    assert json.loads(readable(value, width=width)) == value


@pytest.mark.parametrize("value", [{"a": [1, 2]}, [], {}, "x"])
def test_what_fits_stands_on_one_line(value):
    assert "\n" not in readable(value)


def test_what_does_not_is_broken_where_it_must_be():
    lines = readable({"name": ["x" * 30, "y" * 30], "other": 1}, width=50).splitlines()

    assert lines[0] == "{"
    assert lines[1] == '  "name": ['
    assert lines[-2] == '  "other": 1'
