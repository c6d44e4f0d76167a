"""``qhil sweep`` as a user meets it: what is printed and written, and the exit code."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET

import pytest

from qhil.cli.sweep.script_scenario import ScriptScenario
from qhil.sweeping import SweepReport, points

WELL = """
def main(backend, user_messenger, **others):
    user_messenger.publish("begun")
    return 1
"""
POINTS = len(points({"program.inputs": 1, "program.publish": 1}))
CARELESS = """
def main(backend, user_messenger, *, factor=1.0):
    return 2 * factor
"""


@pytest.fixture
def sweep(qhil_command, program):
    """``sweep(text, *options)``: on a device."""

    def call(text, *options):
        return qhil_command("sweep", program(text), "--device", "ibmq_manila", *options)

    return call


def test_a_program_that_is_well(sweep):
    done = sweep(WELL, "--documented", "IBMQError")

    assert done.exit_code == 0, done.output
    assert "program.publish" in done.stdout
    assert f"{POINTS} points: {POINTS - 2} same result, 2 documented exception" in done.stdout
    assert done.stderr == ""


def test_findings_are_told_with_their_lines(sweep):
    done = sweep(CARELESS, "--inputs", '{"factor": 1.5}')

    assert done.exit_code == 1
    assert "wrong result  qhil.inject('program.inputs=1*nan')" in done.stdout
    assert 'result["result"] is nan instead of 3.0' in done.stdout


def test_the_report_is_written_in_each_form(sweep, tmp_path):
    files = {name: tmp_path / f"report.{name}" for name in ("json", "junit", "html")}
    options = [text for name, file in files.items() for text in (f"--{name}", file)]
    done = sweep(WELL, "--pairs", "--budget", 5, *options)

    report = SweepReport.from_json(files["json"].read_text("utf-8"))
    assert done.exit_code == 1  # nothing is documented
    assert len(report.points) == POINTS + 5
    assert len(list(ET.parse(files["junit"]).iter("testcase"))) == POINTS + 5
    assert "prog.py on ibmq_manila" in files["html"].read_text("utf-8")


def test_it_goes_on_where_it_was(sweep, tmp_path):
    kept = tmp_path / "points.jsonl"
    first = sweep(WELL, "--resume", kept)
    lines = kept.read_text().splitlines()
    again = sweep(WELL, "--resume", kept)

    assert first.stdout == again.stdout
    assert kept.read_text().splitlines() == lines
    assert len([json.loads(line) for line in lines]) == 1 + POINTS


def test_several_processes_find_the_same(sweep):
    one, two = (sweep(WELL, *jobs) for jobs in ([], ["-j", 2]))

    assert one.stdout == two.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--budget", 3], "give --pairs, too"),
        (["--site", "api.*"], "no point to try of api.*"),
        (["--inputs", "[]"], "must be a JSON object"),
        (["--device", "ibm_fez"], "A program runs on one device"),
        (["--", "argument"], "unexpected extra arguments"),
        (["--html", "no/such/folder.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told(sweep, options, told):
    done = sweep(WELL, *options)

    assert done.exit_code == 2
    assert told in done.stderr


def test_a_program_that_fails_anyway_is_no_finding(sweep):
    done = sweep("def main(backend, user_messenger):\n    raise KeyError('x')\n")

    assert done.exit_code == 2
    assert "cannot be swept: without any fault it raises KeyError" in done.stderr


SCRIPT = """
import sys
from qiskit import IBMQ
import beside

provider = IBMQ.load_account()
print(beside.GREETING, sys.argv[1], provider.get_backend("ibmq_manila").name())
"""


@pytest.fixture
def script(program):
    program("GREETING = 'hello'\n", "beside.py")
    return program(SCRIPT, "script.py")


@pytest.mark.requires("qiskit-ibmq-provider")
def test_a_script_that_talks_to_the_service(qhil_command, script, monkeypatch):
    # Two of many, after which the client does not wait to try again.
    module = sys.modules["qhil.sweeping.points"]
    monkeypatch.setattr(module, "effect_texts", lambda site: ["status(404)", "extra_field"])
    asked = ["--mock-ibmq", "--device", "ibmq_manila", "--site", "api.list_*"]
    done = qhil_command("sweep", script, *asked, "--documented", "Exception", "--", "world")

    assert "script.py world  seed 0;" in done.stdout
    assert "8 points: 4 same result, 4 documented exception" in done.stdout
    assert done.exit_code == 0


@pytest.mark.requires("qiskit-ibmq-provider")
def test_a_script_is_run_anew_each_time(script):
    scenario = ScriptScenario(str(script), ("world",), devices=("ibmq_manila",))

    assert scenario() == scenario() == {"output": "hello world ibmq_manila\n"}


@pytest.mark.parametrize(
    ("ending", "code"), [("sys.exit(3)", "3"), ("os._exit(4)", r"os\._exit\(4\)")]
)
def test_an_exit_code_is_raised(program, requires, ending, code):
    requires("responses")
    scenario = ScriptScenario(str(program(f"import os, sys\nprint('a')\n{ending}\n")))

    with pytest.raises(SystemExit, match=code):
        scenario()


def test_exit_code_zero_is_the_end(program, requires):
    requires("responses")

    assert ScriptScenario(str(program("print('a')\nraise SystemExit\n")))() == {"output": "a\n"}


@pytest.mark.parametrize("option", [["--inputs", "{}"], ["--noise", "ideal"]])
def test_what_is_for_programs_is_refused_for_a_script(qhil_command, script, option):
    done = qhil_command("sweep", script, "--mock-ibmq", *option)

    assert done.exit_code == 2
    assert "is for a program" in done.stderr
