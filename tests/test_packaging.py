"""What the wheel and the sdist hold, and what the extras pin."""

from __future__ import annotations

import email
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {"qhil", "qhil_fixtures", "qhil_mocks"}


@pytest.fixture(scope="module")
def wheel_files(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist_names(built):
    with tarfile.open(built("sdist")) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


@pytest.fixture(scope="module")
def metadata(wheel_files):
    (name,) = (name for name in wheel_files if name.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(wheel_files[name])


def source_files(package: Path) -> set[str]:
    """Files of a package in the work tree, relative to the folder that holds the package."""
    return {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_stays_under_three_megabytes(wheel):
    assert wheel.stat().st_size < 3_000_000


def test_the_wheel_holds_the_three_packages_and_nothing_else(wheel_files):
    tops = {name.split("/")[0] for name in wheel_files if ".dist-info/" not in name}

    assert tops == PACKAGES


@pytest.mark.parametrize("package", ["harness/qhil", "mocks/qhil_mocks", "fixtures/qhil_fixtures"])
def test_every_file_of_a_package_is_in_the_wheel_and_the_sdist(package, wheel_files, sdist_names):
    """Also the recorded devices, which are no Python."""
    files = source_files(ROOT / package)
    root = package.partition("/")[0]

    assert files
    assert files <= wheel_files.keys()
    assert {f"{root}/{name}" for name in files} <= sdist_names


def test_recorded_devices_travel_with_their_licence(wheel_files):
    names = {name for name in wheel_files if name.startswith("qhil_fixtures/")}

    assert any("ibm_washington" in name for name in names)
    assert any(Path(name).stem.upper() in {"README", "LICENSE", "NOTICE"} for name in names)


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_every_package_says_that_it_is_typed(package, wheel_files):
    assert f"{package}/py.typed" in wheel_files


def test_no_pycache_is_shipped(wheel_files, sdist_names):
    assert not [name for name in {*wheel_files, *sdist_names} if "__pycache__" in name]


def test_the_sdist_can_run_the_tests(sdist_names):
    assert {
        "pyproject.toml",
        "tox.ini",
        "tests/conftest.py",
        "docs/index.md",
        ".ci/run",
        "README.md",
    } <= sdist_names


def test_licence_and_python_are_stated(metadata):
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.9"


def test_base_dependencies_choose_no_qiskit(metadata):
    """Aer brings the Qiskit that fits it; which generation is for an extra to say."""
    base = [text for text in metadata.get_all("Requires-Dist") if "extra ==" not in text]

    assert sorted(text.partition(">")[0] for text in base) == [
        "click",
        "jsonschema",
        "msgspec",
        "numpy",
        "psutil",
        "qiskit-aer",
        "referencing",
        "rich",
        "scipy",
    ]


@pytest.mark.parametrize(
    "extra", ["terra", "ibmq", "mocks", "qiskit", "dask", "plot", "docs", "test"]
)
def test_extras_are_there(extra, metadata):
    assert extra in metadata.get_all("Provides-Extra")


def test_the_terra_extra_keeps_qiskit_2_out(metadata):
    """Aer 0.14 asks for any qiskit: unpinned, Qiskit 2 lands on top of terra."""
    terra = {
        text.partition(";")[0].strip()
        for text in metadata.get_all("Requires-Dist")
        if "extra == 'terra'" in text
    }

    assert "qiskit<1" in terra
    assert "qiskit-aer<0.15,>=0.11" in terra
    assert "qiskit-terra<0.47,>=0.22" in terra
