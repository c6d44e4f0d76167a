"""What every test shares: a way to ask for an optional component, the wheel, repeatable hypotheses."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# The same examples on every machine and in every run; a slow machine is no failure.
settings.register_profile(
    "qhil",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("qhil")


def _require(distribution: str) -> None:
    try:
        version(distribution)
    except PackageNotFoundError:
        # QHIL_REQUIRE lists what an environment is there to test: it cannot pass by skipping that.
        if distribution in os.environ.get("QHIL_REQUIRE", "").replace(",", " ").split():
            pytest.fail(f"QHIL_REQUIRE names {distribution}, which is not installed here")
        pytest.skip(f"needs {distribution}, which is not installed here")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Honour ``@pytest.mark.requires("distribution", ...)``."""
    for marker in item.iter_markers("requires"):
        for needed in marker.args:
            _require(needed)


@pytest.fixture(scope="session")
def requires():
    """Say inside a test or fixture which distributions it needs: ``requires("distributed")``."""

    def require(*distributions: str) -> None:
        for needed in distributions:
            _require(needed)

    return require


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """``built("wheel")``, ``built("sdist")``: its path, made without network by pyproject.toml's backend."""

    @functools.cache
    def build(target):
        folder = tmp_path_factory.mktemp(target)
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        (path,) = folder.iterdir()
        return path

    return build


@pytest.fixture(scope="session")
def wheel(built):
    """The wheel."""
    return built("wheel")


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """An environment with the wheel installed, which sees what this interpreter has installed.

    ``installed.run("qhil devices", cwd=folder)`` runs a command line there, as a user's shell would;
    output and errors come back together, as text. ``installed.site_folders`` are what it imports
    from. No network is used.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.check_output([python, "-c", where], text=True).strip())
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "-q", str(wheel)],
        check=True,
        capture_output=True,
    )
    # Behind its own packages: what is installed here too is the wheel's there.
    (site / "seen.pth").write_text("".join(f"{path}\n" for path in _site_folders()))
    for name in ("pip", "pytest", "tox"):
        (scripts / name).write_text(f"#!{python}\n{_console_script(name)}")
        (scripts / name).chmod(0o755)

    def run(line: str, *, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            line,
            shell=True,
            cwd=cwd,
            env=_stranger(scripts),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    return SimpleNamespace(run=run, site_folders=[site, *_site_folders()])


def _console_script(name: str) -> str:
    """What the command of a distribution of that name does, as pip writes it."""
    (entry,) = (one for one in distribution(name).entry_points if one.name == name)
    module, _, function = entry.value.partition(":")
    return f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n"


def _site_folders() -> list[str]:
    """Where this interpreter's third-party packages are."""
    return sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


def _stranger(scripts: Path) -> dict[str, str]:
    """The environment of somebody who is not running this suite."""
    mine = ("PYTHON", "PYTEST_", "QHIL_", "TOX_", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
    return {
        **kept,
        "PATH": os.pathsep.join([str(scripts), os.environ.get("PATH", os.defpath)]),
        "COLUMNS": "80",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        # What a page installs is there already.
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        # Two plugins of this suite: one would shuffle what a page shows in order, the other warn. So
        # does each old Qiskit, in its own words.
        "PYTEST_ADDOPTS": "-p no:randomly -p no:asyncio -W ignore::DeprecationWarning",
    }
