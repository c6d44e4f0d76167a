from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

import qhil

SMALL = ("--kinds", "readout,ghz", "--widths", "2", "--depths", "1")


@pytest.fixture
def run_file(tmp_path):
    """A saved run of a device on which one qubit is read worse."""
    from datetime import datetime, timezone

    from qhil.comparison import standard_circuits
    from qhil.measured import MeasuredCircuit, MeasuredRun, text_of
    from qhil.noise import footprint
    from qhil.recordings.drifted import Drift, drifted

    manila = qhil.load_recording("ibmq_manila")
    circuits = standard_circuits(manila, kinds=["readout", "ghz"], widths=[2])
    qubit = min(footprint(circuits[0]).measured)
    twin = drifted(manila, Drift(readout={qubit: 0.1}))
    result = qhil.RecordedBackend(twin, seed=1).run(list(circuits), shots=2000).result()
    measured = tuple(
        MeasuredCircuit(one.name, text_of(one), 2000, dict(result.get_counts(index)))
        for index, one in enumerate(circuits)
    )
    run = MeasuredRun("ibmq_manila", datetime(2021, 7, 27, tzinfo=timezone.utc), "live", measured)
    return run.save(tmp_path / "run.json")


def test_a_recording_agrees_with_itself(qhil_command):
    done = qhil_command("compare", "ibmq_manila", "ibmq_manila", *SMALL)

    assert done.exit_code == 0, done.stderr
    assert "agree: all 3 circuits are within a distance of 0.1" in done.stdout
    assert "shots each find a distance of 0.1" in done.stderr


def test_drift_is_exit_code_1_and_every_form_is_written(qhil_command, run_file, tmp_path):
    files = {form: tmp_path / f"out.{form}" for form in ("json", "junit", "html")}
    options = [part for form, file in files.items() for part in (f"--{form}", file)]
    done = qhil_command("compare", "ibmq_manila", run_file, *options)

    assert done.exit_code == 1, done.stderr
    assert "drifted: " in done.stdout
    assert json.loads(files["json"].read_text())["verdict"] == "drifted"
    assert ET.parse(files["junit"]).getroot().get("failures") != "0"
    assert files["html"].read_text().startswith("<!DOCTYPE html>")

    again = qhil_command("report", files["json"], "--html", tmp_path / "again.html")
    assert again.exit_code == 1
    assert again.stdout == done.stdout
    assert (tmp_path / "again.html").read_text() == files["html"].read_text()


def test_too_few_shots_are_exit_code_2(qhil_command):
    done = qhil_command(
        "compare", "ibmq_manila", "ibmq_manila", "--sampled", "--shots", "50", *SMALL
    )

    assert done.exit_code == 2
    assert "inconclusive: " in done.stdout


def test_thresholds_of_the_project_and_of_the_command(qhil_command, tmp_path):
    import sys

    if sys.version_info < (3, 11):
        pytest.skip("tomllib came with Python 3.11")
    (tmp_path / "pyproject.toml").write_text("[tool.qhil.compare]\nwithin = 0.3\n")
    asked = ("compare", "ibmq_manila", "ibmq_manila", "--sampled", "--shots", "500", *SMALL)

    assert "within a distance of 0.3" in qhil_command(*asked).stdout
    assert "within 0.02" in qhil_command(*asked, "--within", "0.02").stdout


def test_the_plan_alone_runs_nothing(qhil_command):
    done = qhil_command("compare", "ibmq_manila", "ibmq_manila", "--plan", *SMALL)

    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr.startswith("3 circuits; with a power of 0.9: ")


def test_circuits_of_ones_own(qhil_command, tmp_path):
    file = tmp_path / "flip.qasm"
    file.write_text(
        'OPENQASM 2.0;include "qelib1.inc";qreg q[5];creg c[1];x q[2];measure q[2] -> c[0];'
    )
    done = qhil_command("compare", "ibmq_manila", "ibmq_manila", "--circuits", file)

    assert done.exit_code == 0, done.stderr
    assert "flip" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ibmq_manilla", "ibmq_manila"), "no file, and no recording"),
        (("ibmq_manila", "ibmq_belem"), "two devices"),
        (("ibmq_manila", "ibmq_manila", "--kinds", "gzh"), "nearest: ghz"),
        (("ibmq_manila", "ibmq_manila", "--widths", "two"), "expected numbers with commas"),
        (("ibmq_manila", "ibmq_manila", "--within", "3"), "expected a number from"),
    ],
)
def test_what_is_not_understood_is_told(qhil_command, arguments, told):
    done = qhil_command("compare", *arguments)

    assert done.exit_code == 2
    assert told in done.stderr


def test_a_report_of_what_is_none_is_refused(qhil_command, tmp_path):
    file = tmp_path / "other.json"
    file.write_text("{}")
    done = qhil_command("report", file)

    assert done.exit_code == 2
    assert "this is not a comparison" in done.stderr
