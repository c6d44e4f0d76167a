import sys

import pytest

from qhil.program import import_path as module
from qhil.program.import_path import import_path, is_standard


@pytest.fixture
def folder(tmp_path):
    """A program's folder, with modules of its own."""
    (tmp_path / "my_gates.py").write_text("HERE = True\n", encoding="utf-8")
    (tmp_path / "colorsys.py").write_text("raise RuntimeError\n", encoding="utf-8")
    (tmp_path / "no_package").mkdir()
    return tmp_path


def test_what_lies_there_is_imported_but_for_pythons_own(folder, monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)

    with import_path(folder):
        import colorsys

        import my_gates

        assert my_gates.HERE
        assert hasattr(colorsys, "rgb_to_hsv")
        with pytest.raises(ImportError):
            import my_gates.inner

    assert "my_gates" not in sys.modules


def test_a_folder_that_is_no_package_hides_nothing(folder):
    finder = module._FolderFinder(folder)

    assert finder.find_spec("no_package") is None
    assert finder.find_spec("my_gates").origin == str(folder / "my_gates.py")
    assert finder.find_spec("my_gates.inner", ["elsewhere"]) is None


def test_a_module_of_that_name_from_elsewhere_is_not_meant_and_is_there_again(
    folder, tmp_path_factory
):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "my_gates.py").write_text("HERE = False\n", encoding="utf-8")
    with import_path(elsewhere):
        import my_gates as theirs

        with import_path(folder):
            import my_gates as ours

            assert ours.HERE
        assert sys.modules["my_gates"] is theirs


def test_modules_that_were_replaced_are_put_back(folder):
    import json

    with import_path(folder):
        sys.modules["json"] = None
        sys.path.append("/somewhere")

    assert sys.modules["json"] is json
    assert "/somewhere" not in sys.path


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("json", True),
        ("sys", True),
        ("colorsys", True),
        ("math", True),
        ("numpy", False),
        ("nothing", False),
    ],
)
def test_pythons_own_modules_are_known_on_every_version(name, standard, monkeypatch):
    assert is_standard(name) is standard

    monkeypatch.delattr(sys, "stdlib_module_names", raising=False)  # as before Python 3.10
    assert is_standard(name) is standard
