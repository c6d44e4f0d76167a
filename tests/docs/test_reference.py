"""The reference has every public name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qhil

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def documented(page: str) -> set[str]:
    """Names that autodoc is asked for on a page."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return set(re.findall(r"^\.\. auto\w+:: (?:qhil\.)?(\w+)$", text, re.MULTILINE))


def test_every_name_of_qhil_is_there():
    assert set(qhil.__all__) <= documented("python.md") | documented("errors.md")


def test_errors_are_with_the_errors():
    errors = {name for name in qhil.__all__ if name.endswith("Error")}

    assert errors <= documented("errors.md")
    assert not errors & documented("python.md")


@pytest.mark.parametrize("kind", ["fixtures", "markers", "options", "keys"])
def test_what_the_plugin_offers_is_there(kind):
    assert f".. plugin:: {kind}" in (REFERENCE / "pytest.md").read_text(encoding="utf-8")
