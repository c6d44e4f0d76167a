"""Relative paths of programs."""

from __future__ import annotations

import types
from pathlib import Path

import pytest

from qhil.errors import ProgramError
from qhil.pytest_plugin.program_files import found


@pytest.fixture
def item(tmp_path, monkeypatch):
    """A test in ``root/tests``, run from ``root/here``."""
    root = tmp_path / "root"
    for name in ("here", "tests"):
        (root / name).mkdir(parents=True)
    monkeypatch.chdir(root / "here")
    config = types.SimpleNamespace(rootpath=root)
    return types.SimpleNamespace(config=config, path=root / "tests" / "test_a.py", root=root)


def write(item, *places):
    for place in places:
        (item.root / place).parent.mkdir(parents=True, exist_ok=True)
        (item.root / place).write_text("")


@pytest.mark.parametrize(
    ("places", "first"),
    [
        (["here/a.py", "a.py", "tests/a.py"], "here/a.py"),
        (["a.py", "tests/a.py"], "a.py"),
        (["tests/a.py"], "tests/a.py"),
    ],
)
@pytest.mark.parametrize("kind", [str, Path])
def test_working_folder_then_root_then_the_tests_own(item, places, first, kind):
    write(item, *places)

    assert found(item, kind("a.py")) == item.root / first


def test_a_path_with_folders(item):
    write(item, "programs/a.py")

    assert found(item, "programs/a.py") == item.root / "programs" / "a.py"


def test_a_path_that_is_nowhere_tells_the_places_and_the_nearest(item):
    write(item, "programs/sampler.py", "tests/other.py")

    with pytest.raises(ProgramError) as caught:
        found(item, "programs/samplr.py")

    text = str(caught.value)
    assert text.startswith("no file 'programs/samplr.py' in ")
    assert text.endswith("nearest: programs/sampler.py")
    for folder in (item.root / "here", item.root, item.root / "tests"):
        assert str(folder) in text


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"name": "a"},
        types,
        len,
        "def main(backend, user_messenger): pass",
        "x = 1\ny = 2",
        "/nowhere/a.py",
    ],
)
def test_what_is_no_relative_path_is_left_as_it_is(item, given):
    assert found(item, given) is given
