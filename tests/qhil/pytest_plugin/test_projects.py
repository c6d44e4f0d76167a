"""Projects that are set up in other ways than ours."""

from __future__ import annotations

import pytest

USES = """
from fixtures import answer
from mocks.service import Service


@pytest.mark.device("ibmq_manila", "ibmq_belem")
def test_x(run_program, recorded_backend):
    def main(backend, user_messenger):
        return Service(backend).name

    assert answer() == 42
    assert run_program(main).result == recorded_backend.recording.name
"""


@pytest.fixture
def project(suite):
    """A project whose own packages are called ``mocks`` and ``fixtures``, as folders of ours are."""
    suite.write(
        **{
            "fixtures/__init__": "def answer(): return 42",
            "mocks/__init__": "",
            "mocks/service": "class Service:\n    def __init__(self, backend):\n"
            "        self.name = backend.configuration().backend_name",
            "tests/test_a": USES,
        }
    )
    return suite


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_folders_called_mocks_and_fixtures_are_the_projects_own(project, mode):
    project.write(ini='pythonpath = ["."]\ntestpaths = ["tests"]')

    project.run_apart(f"--import-mode={mode}").assert_outcomes(passed=2)


def test_strict_markers_and_no_cache(project):
    project.write(
        ini='pythonpath = ["."]\naddopts = "--strict-markers --strict-config"\n'
        'filterwarnings = ["error"]'
    )

    project.run_apart("-p", "no:cacheprovider").assert_outcomes(passed=2)


def test_the_configuration_may_be_an_ini_file(suite):
    (suite.path / "pytest.ini").write_text(
        "[pytest]\nqhil_device = ibmq_belem, ibmq_armonk\nqhil_noise = ideal\nqhil_seed = 4\n"
    )
    suite.write(test_a="def test_x(recorded_backend): pass")

    assert suite.ids() == ["test_x[ibmq_belem]", "test_x[ibmq_armonk]"]


@pytest.mark.skipif(pytest.version_tuple < (9,), reason="pytest 9 reads [tool.pytest]")
def test_the_configuration_may_be_native_toml(suite):
    (suite.path / "pyproject.toml").write_text(
        '[tool.pytest]\nqhil_device = ["ibmq_belem", "ibmq_armonk"]\nqhil_seed = "4"\n'
        "qhil_strict = false\n"
    )
    suite.write(test_a="def test_x(recorded_backend): pass")

    assert suite.ids() == ["test_x[ibmq_belem]", "test_x[ibmq_armonk]"]
