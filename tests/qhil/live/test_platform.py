"""The platform by its real client: on its local service, and against answers over HTTP, as the client reads them."""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime, timedelta
from importlib.metadata import version
from itertools import count
from types import SimpleNamespace
from urllib.parse import parse_qs, urlparse

import pytest

from qhil.live import (
    PlannedCircuit,
    WaitingClock,
    open_source,
    plan_measurement,
    recording_of_today,
)
from qhil.live.errors import LiveError, NoCredentialsError, ServiceError
from qhil.live.history import Period
from qhil.live.record import record
from qhil.measured import text_of
from qhil.recordings import load_recording
from qhil.recordings.drifted import Drift, drifted

pytestmark = [
    pytest.mark.requires("qiskit-ibm-runtime", "responses"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
FAKE = "fake_manila"
NAME = "ibmq_manila"
TOKEN = "TokenTokenTokenToken0123456789-TokenTokenTok"
CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123456789abcdef0123456789abcdef:01234567-89ab-cdef::"
INSTANCE = "alices-instance"


@pytest.fixture
def x_circuit():
    """``x_circuit(bits)``: x on the first so many qubits, which are measured."""
    from qiskit import QuantumCircuit

    def made(bits, shots=400):
        circuit = QuantumCircuit(5, bits)
        for qubit in range(bits):
            circuit.x(qubit)
            circuit.measure(qubit, qubit)
        return PlannedCircuit(f"x{bits}", text_of(circuit), shots)

    return made


class TestLocal:
    @pytest.fixture
    def source(self):
        from qiskit_ibm_runtime import QiskitRuntimeService

        from qhil.live.platform import PlatformSource

        return PlatformSource(QiskitRuntimeService(channel="local"))

    @pytest.fixture
    def run(self, source, x_circuit, tmp_path, clock):
        def ran():
            plan = plan_measurement(source, FAKE, [x_circuit(1), x_circuit(2)])

            def sleep(_seconds):
                for job in source._submitted.values():
                    job.result()

            return plan.run(
                journal=tmp_path / "journal", clock=WaitingClock(lambda: clock.time, sleep)
            )

        return ran

    def test_its_fake_devices_are_there(self, source):
        recording, removed = recording_of_today(source, FAKE)

        assert FAKE in source.devices()
        assert source.status(FAKE).operational
        assert (recording.name, recording.n_qubits, removed) == (FAKE, 5, ())
        assert source.defaults(FAKE) is None
        assert source.secrets == ()

    def test_a_fake_device_has_one_calibration(self, source):
        date = recording_of_today(source, FAKE)[0].properties().date

        assert source.properties(FAKE, date) is not None
        assert source.properties(FAKE, date - timedelta(seconds=1)) is None

    def test_circuits_are_measured(self, run):
        result = run()

        assert result.circuits[1].counts["11"] > 300
        assert result.facts["service"] == "platform"

    def test_where_the_client_has_no_executor_yet_the_older_sampler_does_it(self, run, monkeypatch):
        import sys

        monkeypatch.setitem(sys.modules, "qiskit_ibm_runtime.executor_sampler", None)
        assert run().circuits[0].counts["1"] > 300

    def test_an_unknown_device_is_refused(self, source):
        with pytest.raises(ServiceError, match="no such device"):
            source.configuration("ibm_nowhere")

    def test_jobs_end_with_their_process(self, source):
        with pytest.raises(ServiceError, match="end with their process"):
            source.fetch(FAKE, "another")


class Platform:
    """The answers of the platform: login, instances, devices, jobs; over HTTP, where `responses` catches it."""

    def __init__(self, recording):
        self.recording = recording
        self.jobs = {}
        self.lose = []
        self.states = ["Queued", "Running", "Completed"]
        self.numbers = count()

    def posted(self, request):
        told = json.loads(request.body)
        job_id = f"d1abcdefghij0123456{next(self.numbers)}"
        loss = self.lose.pop(0) if self.lose else None
        if loss != "before":
            self.jobs[job_id] = SimpleNamespace(told=told, states=list(self.states))
        if isinstance(loss, int):
            del self.jobs[job_id]
            return (loss, {}, json.dumps({"errors": [{"code": 1, "message": f"not by {TOKEN}"}]}))
        if loss is not None:
            return (504, {}, "")
        return (200, {}, json.dumps({"id": job_id, "backend": told["backend"]}))

    def job(self, job_id):
        kept = self.jobs[job_id]
        state = kept.states.pop(0) if len(kept.states) > 1 else kept.states[0]
        return {
            "id": job_id,
            "backend": kept.told["backend"],
            "state": {
                "status": state,
                "reason": f"asked by {INSTANCE}" if state == "Failed" else "",
            },
            "status": state,
            "program": {"id": kept.told["program_id"]},
            "created": "2026-01-01T00:00:00Z",
            "tags": kept.told.get("tags", []),
        }

    def listed(self, request):
        wanted = parse_qs(urlparse(request.url).query).get("tags", [])
        found = [
            self.job(job_id)
            for job_id, job in self.jobs.items()
            if set(wanted) <= set(job.told.get("tags", []))
        ]
        return (200, {}, json.dumps({"jobs": found, "count": len(found)}))

    def dated(self, request):
        (before,) = parse_qs(urlparse(request.url).query).get("updated_before", [None])
        limit = None if before is None else datetime.fromisoformat(before)
        found = [one for one in self.recording.history if limit is None or one.date <= limit]
        told = found[-1].json if found else {}
        if told:
            told["general"] = [*told["general"]]
            told["account"] = CRN
        return (200, {}, json.dumps(told))

    def results(self, job_id):
        """A quarter of the shots are 0, the rest is 1 in all bits."""
        if self.jobs[job_id].told["program_id"] == "sampler":
            return self.sampled(job_id)
        return self.executed(job_id)

    def sampled(self, job_id):
        """As the sampler of the service gives them."""
        import numpy as np
        from qiskit.primitives.containers import (
            BitArray,
            DataBin,
            PrimitiveResult,
            SamplerPubResult,
        )
        from qiskit_ibm_runtime import RuntimeDecoder, RuntimeEncoder

        params = json.loads(json.dumps(self.jobs[job_id].told["params"]), cls=RuntimeDecoder)
        found = []
        for circuit, _, shots in params["pubs"]:
            bits = np.ones((shots, circuit.num_clbits), dtype=bool)
            bits[: shots // 4] = False
            data = DataBin(c=BitArray.from_bool_array(bits, order="little"))
            found.append(SamplerPubResult(data))
        return json.dumps(PrimitiveResult(found), cls=RuntimeEncoder)

    def executed(self, job_id):
        """As the executor gives them."""
        import numpy as np
        from ibm_quantum_schemas.executor.version_2_0 import models

        params = models.ParamsModel.model_validate(self.jobs[job_id].told["params"])
        program = params.quantum_program
        shots = program.shots
        items = []
        for circuit in program.circuits.to_python():
            bits = np.ones((shots, circuit.num_clbits), dtype=bool)
            bits[: shots // 4] = False
            tensor = models.CompressedTensorModel.from_numpy(bits)
            items.append({"results": {"c": tensor.model_dump()}, "metadata": {}})
        return json.dumps(
            {
                "schema_version": "v2.0",
                "data": items,
                "metadata": {"chunk_timing": []},
                "passthrough_data": self.jobs[job_id].told["params"]["quantum_program"][
                    "passthrough_data"
                ],
                "semantic_role": program.semantic_role,
            }
        )


def _jwt():
    parts = [{"alg": "none"}, {"exp": 4102444800, "iat": 0}]
    coded = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts]
    return b".".join([*coded, b"c2lnbmF0dXJl"]).decode()


@pytest.fixture
def twin():
    device = load_recording(NAME)
    return drifted(device, Drift(t1={0: 0.5}))


@pytest.fixture
def platform(twin, monkeypatch, tmp_path):
    import responses

    if tuple(map(int, version("qiskit-ibm-runtime").split(".")[:2])) < (0, 51):
        pytest.skip("the answers are those that the client reads from release 0.51 on")

    answers = Platform(twin)
    monkeypatch.setenv("QISKIT_IBM_TOKEN", TOKEN)
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", CRN)
    monkeypatch.setenv("HOME", str(tmp_path))
    api = "https://quantum.cloud.ibm.com/api/v1"
    job = rf"{re.escape(api)}/jobs/(\w+)"
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:

        def answer(method, url, told):
            callback = told if callable(told) else lambda _: (200, {}, json.dumps(told))
            mock.add_callback(method, url, callback=callback, content_type="application/json")

        token = {"access_token": _jwt(), "expires_in": 3600, "expiration": 4102444800}
        answer("POST", "https://iam.cloud.ibm.com/identity/token", token)
        found = {
            "crn": CRN,
            "name": INSTANCE,
            "tags": [],
            "service_plan_unique_id": "plan",
            "doc": {"extensions": {"backends": []}},
        }
        answer(
            "POST",
            "https://api.global-search-tagging.cloud.ibm.com/v3/resources/search",
            {"items": [found]},
        )
        plan = {
            "overview_ui": {"en": {"display_name": "Open"}},
            "metadata": {"pricing": {"type": "free"}},
        }
        answer("GET", re.compile(r"https://globalcatalog\.cloud\.ibm\.com/.*"), plan)
        answer("GET", f"{api}/backends", {"devices": [{"name": NAME}]})
        answer("GET", f"{api}/backends/{NAME}/configuration", twin.configuration.json)
        answer("GET", f"{api}/backends/{NAME}/properties", answers.dated)
        status = {"state": True, "status": "active", "length_queue": 3, "backend_version": "1"}
        answer("GET", f"{api}/backends/{NAME}/status", status)
        answer("GET", f"{api}/instances/usage", {})
        answer("POST", f"{api}/jobs", answers.posted)
        answer("GET", f"{api}/jobs", answers.listed)

        def of_job(give):
            return lambda request: (200, {}, give(re.match(job, request.url)[1]))

        answer(
            "GET", re.compile(f"{job}$|{job}\\?"), of_job(lambda one: json.dumps(answers.job(one)))
        )
        answer("GET", re.compile(f"{job}/results"), of_job(answers.results))
        usage = {"usage": {"status": "complete", "qpu_charge_time_seconds": 4}}
        answer("GET", re.compile(f"{job}/metrics"), of_job(lambda _: json.dumps(usage)))
        answers.calls = mock.calls
        yield answers


@pytest.fixture
def measure(platform, x_circuit, clock, tmp_path):
    """``measure()``: by a process that finds the journal of those before it."""

    def measured():
        plan = plan_measurement(open_source(), NAME, [x_circuit(1), x_circuit(2)])
        return plan.run(journal=tmp_path / "journal", clock=clock.waiting())

    return measured


class TestPlatform:
    def test_what_it_says_is_what_the_device_is(self, platform, twin):
        source = open_source()
        recording, removed = recording_of_today(source, NAME)

        assert (source.kind, source.devices()) == ("platform", (NAME,))
        assert source.status(NAME).pending_jobs == 3
        assert set(source.secrets) == {TOKEN, CRN, INSTANCE}
        assert recording.configuration == twin.configuration
        assert recording.properties().qubits == twin.properties().qubits
        assert removed == ("properties $.account",)

    def test_it_is_recorded_with_its_past(self, platform, twin, tmp_path):
        report = record(
            NAME,
            source=open_source(),
            into=tmp_path / "r",
            history=Period.parse("..", now=twin.properties().date),
        )

        assert [one.date for one in report.recording.history] == [one.date for one in twin.history]
        for path in (tmp_path / "r").rglob("*.json"):
            assert not any(secret in path.read_text() for secret in (TOKEN, CRN, INSTANCE))

    def test_circuits_are_measured(self, measure, platform):
        run = measure()

        assert [dict(one.counts) for one in run.circuits] == [
            {"0": 100, "1": 300},
            {"00": 100, "11": 300},
        ]
        assert run.facts["seconds"] == 4.0
        (job,) = platform.jobs.values()
        assert job.told["program_id"] == "executor"
        assert job.told["tags"][0].startswith("qhil-")

    def test_where_the_client_has_no_executor_yet_the_older_sampler_does_it(
        self, measure, platform, monkeypatch
    ):
        import sys

        monkeypatch.setitem(sys.modules, "qiskit_ibm_runtime.executor_sampler", None)
        run = measure()

        assert run.circuits[1].counts == {"00": 100, "11": 300}
        (job,) = platform.jobs.values()
        assert job.told["program_id"] == "sampler"
        assert job.told["params"]["options"]["twirling"]["enable_gates"] is False

    @pytest.mark.parametrize(
        "lost", [["after"], ["before"], ["after", "before"], ["before", "before"]]
    )
    def test_a_job_whose_answer_is_lost_is_paid_for_once(self, measure, platform, lost):
        """The client would send it again by itself; it is looked for instead."""
        platform.lose = list(lost)
        run = measure()

        assert run.shots == 800
        assert len(platform.jobs) == 1
        posts = [
            call
            for call in platform.calls
            if call.request.method == "POST" and "/jobs" in call.request.url
        ]
        assert len(posts) == 1 + len(lost) if lost[0] == "before" else len(posts) == 1

    def test_who_is_killed_after_it_was_taken_pays_once(self, measure, platform, monkeypatch):
        from qhil.live import journal

        def killed(self, *_):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(journal.Journal, "submitted", killed)
            with pytest.raises(KeyboardInterrupt):
                measure()
        run = measure()

        assert run.shots == 800
        assert len(platform.jobs) == 1

    def test_what_is_refused_is_told_without_the_token(self, measure, platform):
        platform.lose = [400]
        with pytest.raises(LiveError) as raised:
            measure()

        assert TOKEN not in str(raised.value)
        assert len(platform.jobs) == 0
        assert measure().shots == 800

    def test_a_job_that_failed_is_told_without_the_instance(self, measure, platform):
        platform.states = ["Failed"]
        with pytest.raises(LiveError, match="job 1 of 1 failed") as raised:
            measure()

        assert INSTANCE not in str(raised.value)

    def test_without_an_account_it_says_where_one_was_looked_for(self, platform, monkeypatch):
        from qiskit_ibm_runtime.accounts import management

        monkeypatch.delenv("QISKIT_IBM_TOKEN")
        monkeypatch.setattr(management, "_DEFAULT_ACCOUNT_CONFIG_JSON_FILE", "/nowhere/at/all.json")
        with pytest.raises(NoCredentialsError, match="QISKIT_IBM_TOKEN"):
            open_source()


def test_a_client_that_is_built_otherwise_submits_nothing():
    from qhil.live.submission_once import post_once

    with pytest.raises(LiveError, match="Nothing is submitted"):
        post_once(SimpleNamespace())
