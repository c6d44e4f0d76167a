import collections
import sys
from types import ModuleType

import pytest

from qhil.program.coding.class_names import class_name


def test_an_object_is_told_by_a_class_that_is_loaded():
    name = class_name("OrderedDict", "collections")

    assert name.knows(collections.OrderedDict())
    assert not name.knows({})
    assert name.imported() is collections.OrderedDict


def test_nothing_is_imported_to_tell_an_object():
    name = class_name("Bolt", "this")
    sys.modules.pop("this", None)

    assert not name.knows(object())
    assert "this" not in sys.modules


def test_the_first_home_that_has_it_counts(monkeypatch):
    old = ModuleType("old_home")
    old.Bolt = type("Bolt", (), {})
    monkeypatch.setitem(sys.modules, "old_home", old)
    monkeypatch.setitem(sys.modules, "newer_home", ModuleType("newer_home"))
    name = class_name("Bolt", "newest_home", "newer_home", "old_home")

    assert name.loaded() is old.Bolt
    assert name.imported() is old.Bolt


def test_what_is_no_class_is_none(monkeypatch):
    module = ModuleType("a_home")
    module.Bolt = lambda: None
    monkeypatch.setitem(sys.modules, "a_home", module)

    assert class_name("Bolt", "a_home").loaded() is None


def test_a_class_that_is_nowhere_is_an_import_error():
    with pytest.raises(ImportError, match=r"has no Bolt \(no_home or collections\)"):
        class_name("Bolt", "no_home", "collections").imported()
