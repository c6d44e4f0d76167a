"""The legacy service by its real client, within the mocked one: a drifted twin of a recording is the live device."""

from __future__ import annotations

import gc
from datetime import datetime, timedelta, timezone

import pytest

from qhil.live import (
    Budget,
    PlannedCircuit,
    find_credentials,
    open_source,
    plan_measurement,
    recording_of_today,
)
from qhil.live.errors import BudgetError, LiveError, NoCredentialsError, ServiceError
from qhil.measured import text_of
from qhil.recordings.drifted import Drift, drifted
from qhil.stack import stack

pytestmark = [
    pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker"),
    pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning"),
]
NAME = "ibmq_manila"
REFUSED = ("status(504)", "refuse", "status(403)", "status(503)")
LOST = ("lost_answer", "reset(after)", "empty_body", "html", "truncated_json", "close_mid_body")


@pytest.fixture
def twin(manila):
    return drifted(manila, Drift(readout={0: 0.1}, dead=(4,)))


@pytest.fixture
def mock(twin, clock):
    from qhil_mocks import MockIBMQ

    with MockIBMQ(seed=7, devices=[twin]) as entered:
        yield entered
    gc.collect()


@pytest.fixture
def circuits():
    from qiskit import QuantumCircuit

    made = []
    for qubits in (1, 2, 3):
        circuit = QuantumCircuit(5, qubits)
        for qubit in range(qubits):
            circuit.x(qubit)
            circuit.measure(qubit, qubit)
        made.append(PlannedCircuit(f"x{qubits}", text_of(circuit), shots=400))
    return made


@pytest.fixture
def jobs(mock):
    """``jobs()``: names and states of all jobs that the service has."""

    def told():
        source = open_source()
        found = source._backend(NAME).jobs(limit=0)
        return [(job.name(), job._status.name) for job in found]

    return told


@pytest.fixture
def measure(mock, circuits, clock, tmp_path):
    """``measure()``: by a process that finds the journal of those before it."""

    def measured(**options):
        plan = plan_measurement(open_source(), NAME, circuits)
        return plan.run(journal=tmp_path / "journal", clock=clock.waiting(), **options)

    return measured


def test_what_it_says_is_what_the_device_is(mock, twin):
    source = open_source()
    recording, removed = recording_of_today(source, NAME)

    assert source.devices() == (NAME,)
    assert source.status(NAME).operational
    assert recording.properties().qubits == twin.properties().qubits
    assert recording.properties().gates == twin.properties().gates
    assert recording.properties().date == twin.properties().date
    assert recording.configuration.gates == twin.configuration.gates
    assert recording.configuration.dt == twin.configuration.dt
    assert source.defaults(NAME)["cmd_def"] == twin.defaults_json["cmd_def"]
    assert removed == ()


def test_it_has_the_past(mock, manila):
    then = manila.properties().date
    source = open_source()

    for at in (then, then + timedelta(hours=1)):
        assert source.properties(NAME, at)["last_update_date"].startswith(
            f"{then:%Y-%m-%dT%H:%M:%S}"
        )
    assert source.properties(NAME, then - timedelta(microseconds=1)) is None
    assert source.properties(NAME, datetime(2000, 1, 1, tzinfo=timezone.utc)) is None


def test_an_unknown_device_is_refused(mock):
    with pytest.raises(ServiceError, match="expected one of ibmq_manila, found 'ibmq_nowhere'"):
        open_source().properties("ibmq_nowhere")


def test_circuits_are_measured_on_the_device_as_it_is_today(measure, twin, jobs, clock):
    run = measure()

    assert (run.device, run.source, run.taken) == (NAME, "live", clock.time)
    assert [circuit.name for circuit in run.circuits] == ["x1", "x2", "x3"]
    assert run.circuits[2].counts["111"] > 200
    # 0.1 more than the recording's few hundredths: of 400, 0.1 is 40 more, with a deviation of 6.
    assert 400 - run.circuits[0].counts["1"] > 30
    assert run.properties["last_update_date"] == f"{twin.properties().date:%Y-%m-%dT%H:%M:%S}Z"
    assert [state for _, state in jobs()] == ["DONE"]


def test_the_names_of_its_jobs_are_nobody_elses(measure, jobs):
    measure()
    measure()

    names = [name for name, _ in jobs()]
    assert len(set(names)) == 2
    assert all(name.startswith("qhil-") for name in names)


def test_what_costs_too_much_is_not_submitted(measure, jobs):
    with pytest.raises(BudgetError):
        measure(budget=Budget(max_shots=1000))

    assert jobs() == []


def test_a_run_that_was_not_kept_is_had_again_for_nothing(measure, jobs):
    def killed(_run):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure(keep=killed)
    kept = []
    run = measure(keep=kept.append)

    assert kept == [run]
    assert len(jobs()) == 1


@pytest.mark.parametrize(
    ("text", "shots", "told"),
    [
        ("h q[0]; measure q[0] -> c[0];", 100, "h on .* is not an instruction of the device"),
        ("cx q[0],q[4]; measure q[0] -> c[0];", 100, "is not possible there"),
        ("x q[0];", 100, "expected one that measures"),
        ("measure q[0] -> c[0];", 10**6, "expected at most \\d+ shots, found 1000000"),
    ],
)
def test_what_the_device_would_refuse_is_not_submitted(mock, text, shots, told):
    qasm = f'OPENQASM 2.0; include "qelib1.inc"; qreg q[5]; creg c[1]; {text}'

    with pytest.raises(LiveError, match=told):
        plan_measurement(open_source(), NAME, [PlannedCircuit("one", qasm, shots)])


def test_its_secrets_are_known_and_its_credentials_told_without_them(mock):
    source = open_source()
    (found, _) = find_credentials(stack(), {})

    assert mock.token in source.secrets
    assert found.usable
    assert not any(secret in repr(found) for secret in source.secrets)


def test_without_an_account_it_says_where_one_was_looked_for(mock, monkeypatch, tmp_path):
    from qiskit.providers.ibmq.credentials import configrc

    monkeypatch.setattr(configrc, "DEFAULT_QISKITRC_FILE", str(tmp_path / "none"))
    with pytest.raises(NoCredentialsError, match="QE_TOKEN and QE_URL"):
        open_source()


def test_who_is_not_let_in_is_not_told_the_token(mock, monkeypatch):
    monkeypatch.setenv("QE_TOKEN", "f" * 128)
    monkeypatch.setenv("QE_URL", mock.url)

    with pytest.raises(ServiceError) as raised:
        open_source()
    assert "ffff" not in str(raised.value)


def test_another_kind_of_client_is_not_here(mock):
    with pytest.raises(NoCredentialsError, match="expected qiskit-ibm-runtime"):
        open_source("platform")


def test_a_calibration_in_between_is_told(measure, mock, monkeypatch):
    from qhil.live import measurement

    today = measurement.recording_of_today
    asked = []

    def later(source, device):
        recording, removed = today(source, device)
        asked.append(recording)
        return (recording if len(asked) == 1 else drifted(recording, Drift())), removed

    monkeypatch.setattr(measurement, "recording_of_today", later)
    run = measure()

    assert run.facts["recalibrated_meanwhile"] > run.properties["last_update_date"][:19]


class TestFaults:
    """What goes wrong at the service: the job is paid for once, if not at once then when one comes again."""

    @pytest.fixture(autouse=True)
    def _no_waiting(self, monkeypatch):
        from urllib3.util.retry import Retry

        monkeypatch.setattr(Retry, "sleep", lambda *_, **__: None)

    @pytest.mark.parametrize(
        "plan",
        [
            *(
                f"api.create_job=1*{effect}"
                for effect in (*REFUSED, *LOST, "twice", "job_limit", "missing_field")
            ),
            *(f"api.create_job={effect}" for effect in ("3*status(504)", "3*lost_answer")),
            *(
                f"storage.upload=1*{effect}"
                for effect in (*REFUSED[:2], "lost_answer", "reset(after)")
            ),
            *(
                f"api.job_data_uploaded=1*{effect}"
                for effect in (*REFUSED, *LOST, "missing_field", "unknown_status", "twice")
            ),
            "api.job_data_uploaded=8*lost_answer",
            *(
                f"api.job_data_uploaded=1*html;api.list_jobs=1*{effect}"
                for effect in ("status(504)", "empty_body", "reset(after)", "status(403)")
            ),
            *(
                f"api.get_job=1*{effect}"
                for effect in ("status(504)", "truncated_json", "unknown_status")
            ),
            *(
                f"storage.download=1*{effect}"
                for effect in ("status(504)", "truncated_json", "lost_answer")
            ),
        ],
    )
    def test_a_job_is_paid_for_once(self, measure, jobs, plan):
        import qhil

        with qhil.inject(plan) as injection:
            run = _in_the_end(measure)

        assert run.shots == 1200
        assert [state for _, state in jobs()].count("DONE") == 1
        assert injection.firings

    @pytest.mark.parametrize("fate", ["fails", "cancelled"])
    def test_a_job_that_ends_badly_is_told_and_may_come_again(self, measure, jobs, fate):
        import qhil

        with qhil.inject(f"job.life=1*{fate}"), pytest.raises(LiveError, match="job 1 of 1 failed"):
            measure()
        measure()

        assert sorted(state for _, state in jobs()) in (["CANCELLED", "DONE"], ["DONE", "ERROR"])

    def test_a_job_that_takes_its_time_is_waited_for(self, twin, circuits, tmp_path):
        from qhil.live.clock import WaitingClock
        from qhil_mocks import MockIBMQ, VirtualClock

        hour = VirtualClock(datetime(2023, 5, 17, tzinfo=timezone.utc))
        with MockIBMQ(seed=7, devices=[twin], clock=hour):
            plan = plan_measurement(open_source(), NAME, circuits)
            steps = []
            plan.run(
                journal=tmp_path / "journal",
                clock=WaitingClock(hour.now, hour.advance),
                on_step=lambda step: steps.append(step.what),
            )

        assert steps[0] == "submitted"
        assert steps[-1] == "counted"
        assert steps.count("waiting") >= 2


def _in_the_end(measure):
    for _ in range(4):
        try:
            return measure()
        except LiveError:  # noqa: PERF203 - one comes again
            pass
    return measure()
