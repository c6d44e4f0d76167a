"""What the README shows happens."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_every_block_is_of_a_kind_that_is_checked():
    assert {kind for kind, _ in FENCES} == {"bash", "python", "text"}
    assert README.count("\n```") == 2 * len(FENCES)


def test_the_script_runs(installed, tmp_path):
    script, _, _, _ = (block for kind, block in FENCES if kind == "python")
    (tmp_path / "bell.py").write_text(script, encoding="utf-8")

    ended = installed.run("python bell.py", cwd=tmp_path)

    assert ended.returncode == 0, ended.stdout
    assert sum(ast.literal_eval(ended.stdout).values()) == 1024


def test_the_test_passes_on_two_devices_with_two_noises(installed, tmp_path):
    _, test, _, _ = (block for kind, block in FENCES if kind == "python")
    (tmp_path / "test_readme.py").write_text(test, encoding="utf-8")

    ended = installed.run("pytest -v test_readme.py", cwd=tmp_path)

    assert ended.returncode == 0, ended.stdout
    assert "4 passed" in ended.stdout


@pytest.fixture(scope="module")
def commands():
    """The command lines: two in a new environment, two of the mocked service, a sweep, live devices, a comparison."""
    return [block.strip() for kind, block in FENCES if kind == "bash"]


def test_each_command_makes_an_environment_from_extras_that_there_are(commands):
    extras = set(re.findall(r"^(\w+) = \[", (ROOT / "pyproject.toml").read_text(), re.MULTILINE))

    assert len(commands) == 7
    for line in commands[:2]:
        make, install, _ = line.split(" && ")
        assert make == "python3 -m venv .venv"
        assert set(re.search(r"'\.\[(.*)\]'", install)[1].split(",")) <= extras


def test_the_first_command_runs_a_program(installed, commands):
    line = commands[0].split(" && ")[-1].replace(".venv/bin/", "")

    ended = installed.run(line, cwd=ROOT)

    assert ended.returncode == 0, ended.stdout
    assert "bell_sampler.py on ibm_washington" in ended.stdout
    assert "agree" in ended.stdout


def test_the_second_command_is_what_a_change_has_to_pass(commands):
    """This very suite: so it is not run here, but by `.ci/run`, which looks for it in the README."""
    (pattern,) = re.findall(r"grep -E '(.*)' README.md", (ROOT / ".ci" / "run").read_text())
    found = subprocess.run(
        ["grep", "-E", pattern, "README.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == commands[1]


@pytest.mark.requires("qiskit-ibmq-provider")
def test_the_service_is_back(installed, tmp_path, commands):
    _, _, script, _ = (block for kind, block in FENCES if kind == "python")
    (tmp_path / "vigo.py").write_text(script, encoding="utf-8")

    ended = installed.run("python -W ignore vigo.py", cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout
    assert float(ended.stdout) > 1e-6
    ended = installed.run(commands[2], cwd=ROOT)
    assert ended.returncode == 0, ended.stdout
    assert "found again: True True" in ended.stdout


@pytest.mark.requires("responses", "uvicorn")
def test_the_server_has_the_options_that_are_shown(commands, tmp_path, monkeypatch):
    from qhil.cli.serve.command import serve

    monkeypatch.chdir(tmp_path)
    line = commands[3].split()
    context = serve.make_context("serve", line[2:])

    assert line[:2] == ["qhil", "serve"]
    assert context.params["history"] == 200


def test_the_faults_happen(installed, tmp_path):
    *_, test = (block for kind, block in FENCES if kind == "python")
    (tmp_path / "test_faults.py").write_text(test, encoding="utf-8")

    ended = installed.run("pytest -v test_faults.py", cwd=tmp_path)

    assert ended.returncode == 0, ended.stdout
    assert "2 passed" in ended.stdout


def test_the_sweep_finds_what_is_shown(installed, tmp_path, commands):
    (table,) = (block for kind, block in FENCES if kind == "text")
    line = commands[4].replace("\\\n", "").replace("tests/examples", str(ROOT / "tests/examples"))

    ended = installed.run(line, cwd=tmp_path)

    assert ended.returncode == 1, ended.stdout
    told = {" ".join(one.split()) for one in ended.stdout.splitlines()}
    assert {" ".join(one.split()) for one in table.splitlines()} <= told
    assert (tmp_path / "sweep.html").exists()


def test_the_comparison_says_that_the_device_has_changed(installed, tmp_path, commands):
    ended = installed.run(commands[6], cwd=tmp_path)

    assert ended.returncode == 1, ended.stdout
    assert "drifted: " in ended.stdout
    assert (tmp_path / "sherbrooke.html").exists()
