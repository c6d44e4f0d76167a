"""A stranger's repository, with folders of its own called mocks and fixtures, tests with the wheel."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from qhil.stack import stack

LAB = Path(__file__).parent / "vqe_lab"


@pytest.fixture
def lab(tmp_path):
    """A copy that its tests may write into."""
    leftovers = shutil.ignore_patterns("__pycache__", ".*")
    return Path(shutil.copytree(LAB, tmp_path / "lab", ignore=leftovers))


def outcomes(text):
    """Test id -> outcome, from what `pytest -v` prints."""
    return dict(re.findall(r"^tests/\S+?::(\S+) (PASSED|FAILED|ERROR|SKIPPED)", text, re.MULTILINE))


def test_its_suite_passes_on_both_devices(lab, installed):
    ended = installed.run("pytest -v", cwd=lab)

    found = outcomes(ended.stdout)
    assert ended.returncode == 0, ended.stdout
    assert set(found.values()) == {"PASSED"}
    assert len(found) == 17
    assert {
        f"test_the_energy_goes_down_but_not_below_the_ground_state[{device}-{noise}]"
        for device in ("ibmq_manila", "ibm_perth")
        for noise in ("ideal", "recorded")
    } <= found.keys()


def test_it_imports_its_own_mocks_and_fixtures(lab, installed):
    (lab / "tests" / "test_folders.py").write_text(
        "import fixtures, mocks, pathlib\n"
        "LAB = pathlib.Path(__file__).parents[1]\n"
        "def test_they_are_the_labs(recorded_backend):\n"
        "    assert [pathlib.Path(m.__file__).parents[1] for m in (fixtures, mocks)] == [LAB, LAB]\n"
    )

    ended = installed.run("pytest -q tests/test_folders.py", cwd=lab)

    assert ended.returncode == 0, ended.stdout


def test_another_device_is_an_option(lab, installed):
    ended = installed.run("pytest -v --qhil-device ibm_perth -k 'noted or array'", cwd=lab)

    assert ended.returncode == 0, ended.stdout
    assert len(outcomes(ended.stdout)) == 2


def test_its_tox_file_says_what_each_entry_installs(lab, installed):
    ended = installed.run("tox config -e terra,qiskit -k deps commands", cwd=lab)

    assert ended.returncode == 0, ended.stdout
    for extra in ("terra", "qiskit"):
        section = ended.stdout.partition(f"[testenv:{extra}]")[2].partition("[testenv:")[0]
        assert f"qhil[{extra}]" in section
        assert "pytest>=8" in section
        assert "commands = pytest" in section


def test_tox_runs_it(lab, installed):
    """Without network: instead of installing anything, its environment sees what is installed here."""
    entry = "terra" if stack().generation == "terra" else "qiskit"
    seen = os.pathsep.join(map(str, installed.site_folders))

    ended = installed.run(
        f"tox run -e {entry} -x testenv.deps= -x testenv.base_python={sys.executable} "
        f"-x 'testenv.set_env=PYTHONPATH={seen}' "
        "-x 'testenv.commands=python -m pytest -q tests/test_upload.py'",
        cwd=lab,
    )

    assert ended.returncode == 0, ended.stdout
    assert "4 passed" in ended.stdout
