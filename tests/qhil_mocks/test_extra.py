"""What is said where packages are missing."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from qhil_mocks import extra
from qhil_mocks.errors import MissingExtraError
from qhil_mocks.extra import check_extra


@pytest.mark.requires("faker", "python-multipart", "responses", "trustme", "uvicorn", "websockets")
def test_with_the_extra_nothing_is_missing():
    check_extra("anybody")


def test_all_that_is_missing_is_told_and_how_to_mend_it(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError) as refused:
        check_extra("anybody")

    assert str(refused.value) == (
        "anybody needs faker, python_multipart, responses, trustme, uvicorn, websockets, not installed here: "
        "pip install 'qhil[mocks]'"
    )


def test_it_is_the_extra_that_is_looked_for():
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    (listed,) = re.findall(r"^mocks = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    distributions = re.findall(r'^ +"([\w-]+)', listed, re.MULTILINE)

    assert sorted(name.replace("-", "_") for name in distributions) == sorted(extra._NEEDED)
