from __future__ import annotations

import sys
import types

import pytest

from qhil.recordings.installed import RUNTIME, TERRA, Distribution, snapshot_folders


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site-packages folder that shadows the installed packages."""
    for name in list(sys.modules):
        if name.split(".")[0] in ("qiskit", "qiskit_ibm_runtime"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def _install(site, package, *folders, metadata=None, version=None):
    for folder in ("", *folders):
        (site / package / folder).mkdir(parents=True, exist_ok=True)
    (site / package / "__init__.py").write_text("raise AssertionError('imported')")
    if metadata:
        (site / metadata).mkdir()
    if version:
        (site / package / "VERSION.txt").write_text(f"{version}\n")
    return site / package


def test_terra_is_found_under_its_own_name(site):
    package = _install(site, "qiskit", TERRA.folders[0], metadata="qiskit_terra-0.46.3.dist-info")
    (site / "qiskit-0.46.3.dist-info").mkdir()

    found = list(snapshot_folders(TERRA))

    assert found == [("qiskit-terra", "0.46.3", package / TERRA.folders[0])]
    assert "qiskit" not in sys.modules


def test_qiskit_1_kept_some_in_another_folder(site):
    package = _install(site, "qiskit", TERRA.folders[1], metadata="qiskit-1.4.6.dist-info")

    assert list(snapshot_folders(TERRA)) == [("qiskit", "1.4.6", package / TERRA.folders[1])]


def test_the_runtime_client_is_found(site):
    package = _install(
        site,
        "qiskit_ibm_runtime",
        RUNTIME.folders[0],
        metadata="qiskit_ibm_runtime-0.51.0.dist-info",
    )

    found = list(snapshot_folders(RUNTIME))

    assert found == [("qiskit-ibm-runtime", "0.51.0", package / RUNTIME.folders[0])]


@pytest.mark.parametrize(("version", "told"), [("0.25.3", "0.25.3"), (None, "?")])
def test_without_metadata_the_package_tells_its_version(site, version, told):
    _install(site, "qiskit", TERRA.folders[0], version=version)

    assert [found[:2] for found in snapshot_folders(TERRA)] == [("qiskit", told)]


def test_a_package_without_snapshots_has_none(site):
    _install(site, "qiskit", metadata="qiskit-2.6.2.dist-info")

    assert list(snapshot_folders(TERRA)) == []


def test_a_package_that_is_not_installed_has_none():
    assert (
        list(snapshot_folders(Distribution("no_such_package", ("no-such-package",), ("a",)))) == []
    )


def test_a_module_without_a_spec_has_none(monkeypatch):
    module = types.ModuleType("qiskit")
    assert module.__spec__ is None
    monkeypatch.setitem(sys.modules, "qiskit", module)

    assert list(snapshot_folders(TERRA)) == []
