import json
from datetime import datetime, timedelta, timezone

import pytest

from qhil.errors import MeasuredRunError
from qhil.measured import MeasuredCircuit, MeasuredRun

QASM = "OPENQASM 2.0; qreg q[2]; creg c[2]; measure q -> c;"
NOON = datetime(2021, 3, 15, 12, tzinfo=timezone.utc)


def _circuit(name="bell", **changed):
    return MeasuredCircuit(
        **{"name": name, "qasm": QASM, "shots": 3, "counts": {"00": 2, "11": 1}, **changed}
    )


def test_a_run_comes_back_from_its_file(tmp_path):
    run = MeasuredRun(
        "ibmq_manila", NOON, "live", (_circuit(), _circuit("other")), {"gates": []}, {"seed": 7}
    )

    path = run.save(tmp_path / "new" / "run.json")

    assert MeasuredRun.load(path) == run
    assert [file.name for file in path.parent.iterdir()] == ["run.json"]
    assert run.shots == 6
    assert run.circuits[0].width == 2


def test_a_time_is_kept_in_utc():
    there = NOON.astimezone(timezone(timedelta(hours=-5)))

    assert (
        MeasuredRun("ibmq_manila", there, "live", (_circuit(),)).taken.isoformat()
        == NOON.isoformat()
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"shots": 4},
        {"shots": 0, "counts": {}},
        {"counts": {"00": 4, "11": -1}},
        {"counts": {"00": 2, "1": 1}},
        {"counts": {"0 0": 3}},
        {"counts": {"0x0": 3}},
    ],
)
def test_counts_that_cannot_be_are_refused(changed):
    with pytest.raises(MeasuredRunError, match="bell"):
        _circuit(**changed)


@pytest.mark.parametrize(
    ("taken", "circuits", "told"),
    [
        (NOON.replace(tzinfo=None), (_circuit(),), "offset"),
        (NOON, (), "none"),
        (NOON, (_circuit(), _circuit()), "twice bell"),
    ],
)
def test_a_run_that_contradicts_itself_is_refused(taken, circuits, told):
    with pytest.raises(MeasuredRunError, match=told):
        MeasuredRun("ibmq_manila", taken, "live", circuits)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": 2}, "qhil.measured_run 2"),
        ({"format": "other"}, "other 1"),
        ({"shots": 5}, "shots"),
        ({"circuits": [{"name": "x", "qasm": QASM, "shots": 2, "counts": {"00": 1}}]}, "'x'"),
    ],
)
def test_a_file_that_is_no_run_is_refused_with_its_name(tmp_path, change, told):
    path = MeasuredRun("ibmq_manila", NOON, "live", (_circuit(),)).save(tmp_path / "run.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))

    with pytest.raises(MeasuredRunError, match=told) as caught:
        MeasuredRun.load(path)

    assert caught.value.file == str(path)


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe", b'{"format": "qhil.measured_run"}'])
def test_what_is_not_even_json_of_a_run_is_refused(tmp_path, data):
    path = tmp_path / "run.json"
    path.write_bytes(data)

    with pytest.raises(MeasuredRunError, match="not a measured run"):
        MeasuredRun.load(path)


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path):
    with pytest.raises(MeasuredRunError, match="cannot be read"):
        MeasuredRun.load(tmp_path / "none.json")
    (tmp_path / "file").write_text("")
    with pytest.raises(MeasuredRunError, match="cannot be written"):
        MeasuredRun("ibmq_manila", NOON, "live", (_circuit(),)).save(tmp_path / "file" / "run.json")
