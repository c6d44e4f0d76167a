"""What commands with mocked services share."""

from __future__ import annotations

import importlib.util

import pytest

from qhil.cli.mocks import check_mocks, names
from qhil.errors import StackError


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], None),
        ([""], None),
        (["a"], ("a",)),
        (["a, b", "b,c,"], ("a", "b", "c")),
    ],
)
def test_names_stand_between_commas(texts, found):
    assert names(texts) == found


@pytest.mark.parametrize("call", [["serve"], ["run", "prog.py", "--mock-ibmq"]])
def test_without_the_extra_the_command_that_mends_it_is_told(
    qhil_command, program, monkeypatch, call
):
    program("")
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "responses" else found(name)
    )
    done = qhil_command(*call)

    assert done.exit_code == 2
    assert "needs responses" in done.stderr
    assert "pip install 'qhil[mocks]'" in done.stderr


@pytest.mark.requires("faker", "responses", "trustme", "uvicorn", "websockets")
def test_with_it_nothing_is_missing():
    check_mocks("anybody")


def test_all_that_is_missing_is_told(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(StackError, match="faker, responses, trustme, uvicorn, websockets"):
        check_mocks("anybody")
