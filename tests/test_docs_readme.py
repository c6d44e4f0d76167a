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
    assert {kind for kind, _ in FENCES} == {"bash", "python"}
    assert README.count("\n```") == 2 * len(FENCES)


def test_the_script_runs(installed, tmp_path):
    script, _ = (block for kind, block in FENCES if kind == "python")
    (tmp_path / "bell.py").write_text(script, encoding="utf-8")

    ended = installed.run("python bell.py", cwd=tmp_path)

    assert ended.returncode == 0, ended.stdout
    assert sum(ast.literal_eval(ended.stdout).values()) == 1024


def test_the_test_passes_on_two_devices_with_two_noises(installed, tmp_path):
    _, test = (block for kind, block in FENCES if kind == "python")
    (tmp_path / "test_readme.py").write_text(test, encoding="utf-8")

    ended = installed.run("pytest -v test_readme.py", cwd=tmp_path)

    assert ended.returncode == 0, ended.stdout
    assert "4 passed" in ended.stdout


@pytest.fixture(scope="module")
def commands():
    """The two command lines."""
    return [block.strip() for kind, block in FENCES if kind == "bash"]


def test_each_command_makes_an_environment_from_extras_that_there_are(commands):
    extras = set(re.findall(r"^(\w+) = \[", (ROOT / "pyproject.toml").read_text(), re.MULTILINE))

    assert len(commands) == 2
    for line in commands:
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
