"""A reader who follows a page of the documentation sees what it shows."""

from __future__ import annotations

import configparser
import sys
from pathlib import Path

import pytest
from page_blocks import blocks
from page_session import PageError, PageSession

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))


@pytest.fixture
def follow(installed, tmp_path, monkeypatch):
    """``follow(page)``: do what all its blocks say, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("QHIL_RECORDINGS", raising=False)

    def call(page: Path) -> None:
        session = PageSession(page, tmp_path, installed.run)
        for block in blocks(page):
            session.follow(block)
        session.end()

    yield call
    for name, module in list(sys.modules.items()):
        if Path(getattr(module, "__file__", None) or "/").parent == tmp_path:
            del sys.modules[name]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_happens(follow, page):
    follow(DOCS / page)


def fence(kind, *lines):
    return "\n".join([f"```{kind}", *lines, "```", ""])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (fence("python", "1 / 0"), "division by zero"),
        (fence("pycon", ">>> 1 + 1", "3"), "Expected:\n    3"),
        (fence("pycon", "1 + 1"), "no line with >>>"),
        (fence("console", "$ qhil show nowhere"), "failed"),
        (fence("console", "$ echo one", "two"), "but gives\none"),
        (fence("console", "echo one"), "begins with a line behind"),
        (fence("toml", "a = 1"), ":caption:"),
        (fence("{code-block} toml", ":caption: a.toml", "a ="), "Invalid value"),
        (fence("{code-block} ini", ":caption: a.ini", "a"), "no section headers"),
        (fence("{code-block} json", ":caption: a.json", "{"), "Expecting property name"),
        (fence("{code-block} toml", ":caption: a.toml", "a = 1"), "nothing follows"),
        (
            fence("{code-block} python", ":caption: a.py", "a = 1") + fence("python", "b = 1"),
            "nothing follows that could use a.py",
        ),
        (fence("text", "as it may be"), "nothing checks a block of kind 'text'"),
        (fence("", "as it may be"), "nothing checks a block of kind ''"),
        ("    as it may be\n", "nothing checks a block of kind 'indented'"),
        (fence("{mermaid}", "a -> b"), "nothing checks a block of kind '{mermaid}'"),
        ("- a list\n\n  " + fence("text", "  x").replace("```\n", "  ```\n"), "kind 'text'"),
    ],
)
def test_a_page_that_shows_something_else_is_found_out(follow, tmp_path, text, problem):
    page = tmp_path / "page.md"
    page.write_text(text)

    with pytest.raises((PageError, ArithmeticError, ValueError, configparser.Error)) as caught:
        follow(page)

    assert problem in str(caught.value)


def test_a_page_is_followed_in_one_folder_and_one_namespace(follow, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        fence("python", "answer = 42")
        + fence("{code-block} toml", ":caption: a.toml", "a = 1")
        + fence("console", "$ python -c \"print(open('a.toml').read())\"", "a = ...")
        + fence("python", "from pathlib import Path", "found = Path('a.toml').read_text()")
        + fence("pycon", ">>> answer, found", "(42, 'a = 1\\n')")
    )

    follow(page)


def test_a_failure_names_the_line_of_the_page(follow, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A page\n\n" + fence("python", "a = 1", "b = nothing"))

    with pytest.raises(NameError) as caught:
        follow(page)

    assert caught.traceback[-1].lineno + 1 == 5
