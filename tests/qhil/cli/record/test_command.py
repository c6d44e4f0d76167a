"""``qhil record``, and ``qhil compare`` with a live device: with the real client, within the mocked service."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import qhil
from qhil.measured import MeasuredRun
from qhil.recordings.drifted import Drift, drifted

pytestmark = pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker")
NAME = "ibmq_manila"
WITHIN = ("--yes", "--max-seconds", "60")


@pytest.fixture
def twin():
    return drifted(qhil.load_recording(NAME), Drift(readout={0: 0.2, 1: 0.2, 2: 0.2, 3: 0.2}))


@pytest.fixture
def mock(twin):
    from qhil_mocks import MockIBMQ

    with MockIBMQ(seed=7, devices=[twin]) as entered:
        yield entered


@pytest.fixture
def flip():
    path = Path("flip.qasm")
    path.write_text(
        'OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; creg c[1]; x q[1]; measure q[1] -> c[0];'
    )
    return path


def submitted():
    from qhil.live import open_source

    return len(open_source()._backend(NAME).jobs(limit=0))


def test_a_recording_is_there_afterwards(qhil_command, mock, twin):
    done = qhil_command("record", NAME, "--history", "2021-01-01..")

    assert done.exit_code == 0, done.stderr
    assert f"{NAME}: 2 new of 2 calibrations" in done.stdout
    assert qhil.load_recording(NAME).properties().qubits == twin.properties().qubits
    assert qhil_command("devices").stdout.splitlines()[1:]
    assert submitted() == 0


def test_circuits_are_measured_if_asked(qhil_command, mock, flip):
    done = qhil_command("record", NAME, "--runs", flip, "--shots", "500", *WITHIN)

    assert done.exit_code == 0, done.stderr
    (path,) = Path("recordings", NAME, "runs").glob("*.json")
    run = MeasuredRun.load(path)
    assert (run.circuits[0].name, run.shots) == ("flip", 500)
    assert f"{NAME}, live: 1 job, 500 shots, about 2.1 s of the device" in done.stderr
    assert mock.token not in path.read_text()
    assert Path(".qhil/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    ("options", "ends"),
    [
        (["--dry-run"], (0, "about 2.1 s of the device")),
        (["--yes", "--max-seconds", "1"], (2, "over budget")),
        (["--yes"], (2, "expected a limit with it")),
        (["--max-seconds", "60"], (2, "nobody can be asked")),
    ],
)
def test_nothing_is_submitted(qhil_command, mock, flip, options, ends):
    done = qhil_command("record", NAME, "--runs", flip, "--shots", "500", *options)

    assert done.exit_code == ends[0]
    assert ends[1] in done.stderr
    assert submitted() == 0


def test_a_dry_run_writes_nothing(qhil_command, mock, flip):
    qhil_command("record", NAME, "--runs", flip, "--dry-run")

    assert not Path("recordings").exists()


def test_an_unknown_device_is_refused(qhil_command, mock):
    done = qhil_command("record", "ibmq_nowhere")

    assert done.exit_code == 2
    assert "expected one of ibmq_manila, found 'ibmq_nowhere'" in done.stderr
    assert not Path("recordings").exists()


class TestCompare:
    def test_a_recording_is_compared_with_the_live_device(self, qhil_command, mock):
        done = qhil_command(
            "compare", NAME, f"live:{NAME}", "--kinds", "readout", "--json", "found.json", *WITHIN
        )

        assert done.exit_code == 1, done.stderr
        assert json.loads(Path("found.json").read_text())["verdict"] == "drifted"
        (run,) = Path(".qhil/live/runs").glob("*.json")
        assert MeasuredRun.load(run).device == NAME
        again = qhil_command("compare", NAME, run)
        assert again.exit_code == 1
        assert submitted() == 1

    @pytest.mark.parametrize(
        ("options", "code"),
        [(["--dry-run"], 0), (["--yes", "--max-shots", "10"], 2), ([], 2)],
    )
    def test_nothing_is_submitted(self, qhil_command, mock, options, code):
        done = qhil_command("compare", NAME, f"live:{NAME}", "--kinds", "readout", *options)

        assert done.exit_code == code
        assert "about" in done.stderr
        assert submitted() == 0

    def test_what_was_measured_is_kept_whatever_becomes_of_the_comparison(
        self, qhil_command, mock, monkeypatch
    ):
        from qhil.comparison import comparing

        def killed(*_arguments, **_options):
            raise KeyboardInterrupt

        monkeypatch.setattr(comparing, "judge", killed)
        done = qhil_command("compare", NAME, f"live:{NAME}", "--kinds", "readout", *WITHIN)

        assert done.exit_code == 130
        assert len(list(Path(".qhil/live/runs").glob("*.json"))) == 1

    def test_in_python_a_live_side_has_a_budget(self, mock):
        from qhil.errors import ComparisonError
        from qhil.live import Budget, live_side

        with pytest.raises(ComparisonError, match="live_side"):
            qhil.compare(NAME, f"live:{NAME}")
        found = qhil.compare(
            NAME,
            live_side(NAME, budget=Budget(max_seconds=60)),
            circuits=list(_readout()),
            shots=1000,
        )
        assert found.verdict.value == "drifted"


def _readout():
    from qhil.comparison import standard_circuits

    return standard_circuits(qhil.load_recording(NAME), kinds=["readout"])
