"""Facts become text and the same facts again, whatever a client put into them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, Mapping, Optional, Tuple, Union

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qhil_mocks.fact_text import fact_of, fact_text, must_be_readable
from qhil_mocks.ibmq.accounts import Project
from qhil_mocks.ibmq.jobs import Job, JobError


@dataclass(frozen=True)
class Inner:
    text: str
    when: Optional[datetime] = None


@dataclass(frozen=True)
class Outer:
    number: int
    share: float
    yes: bool
    inner: Inner
    others: Tuple[Inner, ...]
    steps: Tuple[Tuple[str, datetime], ...]
    named: Dict[str, Inner]
    numbered: Dict[int, str]
    anything: Any = None
    maybe: Optional[Inner] = None
    secret: str = field(default="", repr=False)


# With halves of surrogates, which JSON can name and UTF-8 cannot.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=8)
ZONES = st.just(timezone.utc) | st.integers(-23 * 60, 23 * 60).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)
MOMENTS = st.datetimes(timezones=st.none() | ZONES)
# NaN is not itself, and compared as text below.
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
INNER = st.builds(Inner, TEXTS, st.none() | MOMENTS)
OUTER = st.builds(
    Outer,
    number=st.integers() | st.integers(-(2**200), 2**200),
    share=st.floats(allow_nan=False),
    yes=st.booleans(),
    inner=INNER,
    others=st.lists(INNER, max_size=3).map(tuple),
    steps=st.lists(st.tuples(TEXTS, MOMENTS), max_size=3).map(tuple),
    named=st.dictionaries(TEXTS, INNER, max_size=3),
    numbered=st.dictionaries(st.integers(-(2**62), 2**62), TEXTS, max_size=3),
    anything=PLAIN,
    maybe=st.none() | INNER,
    secret=TEXTS,
)
JOBS = st.builds(
    Job,
    id=TEXTS,
    number=st.integers(0),
    owner=TEXTS,
    project=st.builds(
        Project, TEXTS, TEXTS, TEXTS, st.booleans(), st.none() | st.integers(), st.booleans()
    ),
    device=TEXTS,
    created=MOMENTS,
    steps=st.lists(st.tuples(TEXTS, MOMENTS), max_size=5).map(tuple),
    name=st.none() | TEXTS,
    tags=st.lists(TEXTS, max_size=3).map(tuple),
    experiment=st.none() | TEXTS,
    live_data=st.none() | st.booleans(),
    client=TEXTS,
    summary=st.none() | st.dictionaries(TEXTS, PLAIN, max_size=3),
    error=st.none() | st.builds(JobError, TEXTS, st.integers()),
)


@given(OUTER | JOBS)
def test_a_fact_comes_back_as_it_was(fact):
    text = fact_text(fact)
    again = fact_of(text, type(fact))

    assert text.isascii()
    assert again == fact
    assert type(again) is type(fact)
    assert fact_text(again) == text  # types too: 1 and 1.0 and True are equal
    assert [type(getattr(again, one.name)) for one in fields(fact)] == [
        type(getattr(fact, one.name)) for one in fields(fact)
    ]


@given(MOMENTS)
def test_a_moment_keeps_its_offset(when):
    again = fact_of(fact_text(when), datetime)

    assert (again, again.utcoffset()) == (when, when.utcoffset())


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999", "1" * 400, '"\\ud800"'])
def test_what_json_reads_of_a_client_can_be_kept(text):
    sent = {"sent": json.loads(text)}

    assert json.dumps(fact_of(fact_text(sent), Dict[str, Any])) == json.dumps(sent)
    assert json.dumps(fact_of(fact_text(sent), Mapping[str, Any])) == json.dumps(sent)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"text": 1}', '{"when": null}', "null"])
def test_what_is_no_such_fact_is_refused(text):
    with pytest.raises(ValueError, match=r"JSON|Expect|required|malformed|Object"):
        fact_of(text, Inner)


def test_a_kind_that_could_not_be_read_is_refused_before_anything_is_written():
    must_be_readable(Outer)
    with pytest.raises(TypeError, match="more than one"):
        must_be_readable(Union[Inner, JobError])
