"""``qhil calibrate``: circuits to run, and what their counts say."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import qhil
from qhil.calibrating import CalibrationPlan, CalibrationReport
from qhil.recordings import FittedNoise, FittedValue

sys.path.insert(0, str(Path(__file__).parents[2] / "calibrating"))

from simulated_device import measured

TRUTH = FittedNoise(zz_scale=FittedValue(1.6))


@pytest.fixture(scope="module")
def perth():
    return qhil.load_recording("ibm_perth")


@pytest.fixture(scope="module")
def run(perth):
    made = qhil.calibrating.plan(perth, qubits=(3, 4, 5), shots_budget=6 * 800)
    return measured(made, perth, TRUTH, seed=1)


@pytest.fixture
def counts(run, tmp_path):
    return run.save(tmp_path / "counts.json")


def test_a_plan_is_written_as_circuits_and_their_shots(qhil_command, tmp_path):
    ended = qhil_command(
        "calibrate",
        "--plan",
        "ibm_perth",
        "--qubits",
        "3,5,4",
        "--shots-budget",
        3000,
        "--save",
        "to",
    )

    assert ended.exit_code == 0
    made = CalibrationPlan.load(tmp_path / "to")
    assert made == qhil.calibrating.plan(
        qhil.load_recording("ibm_perth"), qubits=(3, 4, 5), shots_budget=3000
    )
    assert "idle4.qasm  500 shots" in ended.stdout
    assert "3000 shots in all, on qubits 3, 4, 5" in ended.stdout


def test_a_plan_has_a_folder_of_its_own_unless_told(qhil_command, tmp_path):
    assert qhil_command("calibrate", "--plan", "ibm_perth").exit_code == 0

    assert len(list((tmp_path / "ibm_perth-plan").glob("*.qasm"))) == 10


def test_counts_are_fitted_and_the_recording_saved(qhil_command, counts, tmp_path, perth):
    ended = qhil_command(
        *("calibrate", "ibm_perth", counts, "--parameters", "zz_scale", "--folds", 2),
        *("--save", "fitted", "--json", "report.json", "--html", "report.html"),
    )

    assert (ended.exit_code, ended.stderr) == (0, "fitted\n")
    saved = qhil.Recording.from_files(tmp_path / "fitted")
    assert saved.with_fitted(None) == perth
    assert abs(saved.fitted.zz_scale.value - 1.6) < 3 * saved.fitted.zz_scale.uncertainty
    assert "held-out circuits: distance" in ended.stdout
    report = CalibrationReport.from_json((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report.accepted
    assert report.to_html() == (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_fit_that_is_no_better_is_not_saved_unless_kept_anyway(
    qhil_command, run, tmp_path, perth
):
    blind = qhil.Recording.from_json(
        perth.configuration.json, {**perth.properties().json, "general": []}
    )
    blind.save(tmp_path / "recordings" / "blind")
    counts = run.save(tmp_path / "counts.json")
    call = ("calibrate", "ibm_perth", counts, "--parameters", "zz_scale", "--save", "fitted")

    refused = qhil_command(*call)
    assert refused.exit_code == 1
    assert "refused, for it predicts held-out circuits no better" in refused.stdout
    assert "nothing is saved; --keep-anyway would" in refused.stderr
    assert not (tmp_path / "fitted").exists()

    assert qhil_command(*call, "--keep-anyway").exit_code == 0
    fitted = json.loads((tmp_path / "fitted" / "fitted.json").read_text())
    assert fitted["undetermined"] == ["zz_scale"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ibm_perth"], "Missing argument 'COUNTS'"),
        (["ibm_perth", "counts.json", "--plan"], "COUNTS is not for --plan"),
        (["ibm_perth", "--plan", "--folds", "2"], "--folds is not for --plan"),
        (["ibm_perth", "counts.json", "--qubits", "1,2"], "--qubits is for --plan"),
        (["ibm_perth", "--plan", "--qubits", "1,a"], "expected numbers"),
        (["ibm_perth", "--plan", "--qubits", "0,1,6"], "not coupled"),
        (["ibm_perth", "nowhere.json"], "nowhere.json"),
        (
            ["ibmq_manila", "counts.json"],
            "of another device: expected ibmq_manila, found ibm_perth",
        ),
        (["ibm_perth", "counts.json", "--parameters", "zz"], "zz_scale"),
    ],
)
def test_what_cannot_be_is_told(qhil_command, counts, arguments, told):
    ended = qhil_command("calibrate", *arguments)

    assert ended.exit_code == 2
    assert told in ended.stderr


def test_counts_of_another_time_are_fitted_when_asked_for(qhil_command, run, tmp_path):
    early = replace(run, taken=run.taken - timedelta(days=9)).save(tmp_path / "early.json")
    call = ("calibrate", "ibm_perth", early, "--parameters", "zz_scale", "--folds", 2)

    refused = qhil_command(*call)
    fitted = qhil_command(*call, "--any-date")

    assert (refused.exit_code, fitted.exit_code) == (2, 0)
    assert "--any-date" in refused.stderr
    assert "9 days before the calibration" in fitted.stdout
