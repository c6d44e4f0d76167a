"""What commands with mocked services share."""

from __future__ import annotations

import importlib.util

import pytest

from qhil.cli.mocks import names


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
