"""Every effect of every site of requests happens, and a plain client sees it."""

from __future__ import annotations

import base64
import functools
import json

import pytest

import qhil
from qhil.faults import sites
from qhil_mocks.clock import Durations, ManualClock
from qhil_mocks.ibmq.fault_sites import SITES
from qhil_mocks.ibmq.routes import CHANNELS, ROUTES
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("responses", "faker", "python-multipart")

HERE = "/api/Network/ibm-q/Groups/open/Projects/main"
DEVICE = f"{HERE}/devices/ibm_perth"
PLOT = b'--B\r\nContent-Disposition: form-data; name="plot"; filename="p.svg"\r\n\r\n<svg/>\r\n--B--\r\n'
FORM = {"Content-Type": "multipart/form-data; boundary=B"}
REQUESTS = [site.name for site in SITES if site.name.startswith(("api.", "storage."))]


def test_each_route_is_a_site_and_so_is_each_step_of_a_channel():
    of_the_mock = [route for route in ROUTES if route.path.startswith(("/health", "/control"))]
    others = [site.name for site in SITES if site.name not in REQUESTS]

    assert len(REQUESTS) == len(ROUTES) - len(of_the_mock)
    assert len(CHANNELS) == 2
    assert others == [
        "socket.job_status.connect",
        "socket.job_status.authenticate",
        "socket.job_status.message",
        "socket.interim_results.connect",
        "socket.interim_results.message",
        "job.life",
        "runtime_job.life",
    ]


def test_plans_know_them():
    known = {site.name for site in sites()}

    assert {site.name for site in SITES} <= known


@pytest.mark.parametrize("site", SITES, ids=[site.name for site in SITES])
def test_each_try_of_each_effect_is_a_plan(site):
    for kind in site.effects:
        for arguments in kind.tries:
            text = f"{site.name}={kind.name}({arguments})"
            assert qhil.FaultPlan.parse(str(qhil.FaultPlan.parse(text))) == qhil.FaultPlan.parse(
                text
            )


class Asked:
    """A request that can be made again and again; ``make`` gives what it is made of."""

    def __init__(self, me):
        self.me = me
        job, uploaded = me.create(), me.submit()
        self.uploaded = f"{HERE}/Jobs/{uploaded['id']}"
        self.upload_url = job["objectStorageInfo"]["uploadUrl"]
        program = {
            "name": "p",
            "description": "d",
            "cost": 60,
            "is_public": False,
            "data": base64.b64encode(b"def main(backend, user_messenger): 1").decode(),
            "spec": {},
        }
        self.program = program
        self.program_path = f"/runtime/programs/{me('POST', '/runtime/programs', program)[1]['id']}"
        self.start = {
            "program_id": "p",
            "hub": "ibm-q",
            "group": "open",
            "project": "main",
            "backend": "ibm_perth",
            "params": {},
        }
        runtime_job = me("POST", "/runtime/jobs", self.start)[1]["id"]
        self.runtime_job = f"/runtime/jobs/{runtime_job}"
        self.experiment_facts = {
            "type": "T1",
            "device_name": "ibm_perth",
            "hub_id": "ibm-q",
            "group_id": "open",
            "project_id": "main",
        }
        made = me("POST", "/experiments/experiments", self.experiment_facts)[1]
        self.experiment = f"/experiments/experiments/{made['uuid']}"
        me.ask("POST", f"{self.experiment}/plots", body=PLOT, headers=FORM)
        self.result_facts = {
            "experiment_uuid": made["uuid"],
            "device_components": ["Q0"],
            "fit": {"t": 1},
            "type": "T1",
            "quality": "Good",
            "verified": True,
        }
        result = me("POST", "/experiments/analysis_results", self.result_facts)[1]
        self.result = f"/experiments/analysis_results/{result['uuid']}"

    def __call__(self, operation):
        if operation in ("create_job", "job_data_uploaded"):  # which may have no more than five
            for job in self.me("GET", f"{HERE}/Jobs/v/1")[1]:
                self.me("POST", f"{HERE}/Jobs/{job['id']}/cancel")
        made = self._made(operation)
        return self.me.ask(*made) if isinstance(made, tuple) else made()

    def _made(self, operation):
        if operation == "job_data_uploaded":  # once a job
            return ("POST", f"{HERE}/Jobs/{self._new_job()}/jobDataUploaded")
        plain = {
            "version": ("GET", "/api/version"),
            "log_in": ("POST", "/api/users/loginWithToken", {"apiToken": "?"}),
            "user_info": ("GET", "/api/users/me"),
            "list_hubs": ("GET", "/api/Network"),
            "list_devices": ("GET", f"{HERE}/devices/v/1"),
            "device_properties": ("GET", f"{DEVICE}/properties"),
            "device_defaults": ("GET", f"{DEVICE}/defaults"),
            "device_status": ("GET", f"{DEVICE}/queue/status"),
            "device_jobs_limit": ("GET", f"{DEVICE}/jobsLimit"),
            "device_bookings": ("GET", "/api/Network/devices/ibm_perth/bookings/v2"),
            "my_bookings": ("GET", "/api/Network/bookings/v2"),
            "create_job": ("POST", f"{HERE}/Jobs", {"backend": {"name": "ibm_perth"}}),
            "list_jobs": ("GET", f"{HERE}/Jobs/status/v/1"),
            "list_job_ids": ("GET", f"{HERE}/Jobs/v/1"),
            "get_job": ("GET", f"{self.uploaded}/v/1"),
            "job_status": ("GET", f"{self.uploaded}/status/v/1"),
            "job_properties": ("GET", f"{self.uploaded}/properties"),
            "job_qobj_url": ("GET", f"{self.uploaded}/jobDownloadUrl"),
            "job_result_url": ("GET", f"{self.uploaded}/resultDownloadUrl"),
            "job_result_downloaded": ("POST", f"{self.uploaded}/resultDownloaded"),
            "cancel_job": ("POST", f"{self.uploaded}/cancel"),
            "update_job": ("PUT", self.uploaded, {"name": "n"}),
            "delete_job": ("DELETE", self.uploaded),
            "upload": ("PUT", self.upload_url, {"a": 1}),
            "list_programs": ("GET", "/runtime/programs"),
            "upload_program": ("POST", "/runtime/programs", self.program),
            "get_program": ("GET", self.program_path),
            "update_program": ("PATCH", self.program_path, {"description": "e"}),
            "make_program_public": ("PUT", f"{self.program_path}/public"),
            "make_program_private": ("PUT", f"{self.program_path}/private"),
            "delete_program": ("DELETE", self.program_path),
            "log_out_of_runtime": ("POST", "/runtime/logout"),
            "create_runtime_job": ("POST", "/runtime/jobs", self.start),
            "list_runtime_jobs": ("GET", "/runtime/jobs"),
            "get_runtime_job": ("GET", self.runtime_job),
            "runtime_job_results": ("GET", f"{self.runtime_job}/results"),
            "runtime_job_logs": ("GET", f"{self.runtime_job}/logs"),
            "cancel_runtime_job": ("POST", f"{self.runtime_job}/cancel"),
            "delete_runtime_job": ("DELETE", self.runtime_job),
            "experiment_devices": ("GET", "/experiments/devices"),
            "device_components": ("GET", "/experiments/device_components"),
            "create_experiment": ("POST", "/experiments/experiments", self.experiment_facts),
            "list_experiments": ("GET", "/experiments/experiments"),
            "get_experiment": ("GET", self.experiment),
            "update_experiment": ("PUT", self.experiment, {"notes": "seen"}),
            "delete_experiment": ("DELETE", self.experiment),
            "get_plot": ("GET", f"{self.experiment}/plots/p.svg"),
            "delete_plot": ("DELETE", f"{self.experiment}/plots/p.svg"),
            "create_analysis_result": ("POST", "/experiments/analysis_results", self.result_facts),
            "list_analysis_results": ("GET", "/experiments/analysis_results"),
            "get_analysis_result": ("GET", self.result),
            "update_analysis_result": ("PUT", self.result, {"quality": "Bad"}),
            "delete_analysis_result": ("DELETE", self.result),
        }
        if operation in plain:
            return plain[operation]
        ask = functools.partial(self.me.ask, headers=FORM, body=PLOT)
        return {
            "download": lambda: self.me.ask("GET", self._download_url()),
            "update_program_data": lambda: self.me.ask(
                "PUT", f"{self.program_path}/data", body=base64.b64encode(b"def main(): 1")
            ),
            "create_plot": lambda: ask("POST", f"{self.experiment}/plots"),
            "update_plot": lambda: ask("PUT", f"{self.experiment}/plots/p.svg"),
        }[operation]

    def _new_job(self):
        job = self.me.create()
        self.me("PUT", job["objectStorageInfo"]["uploadUrl"], {"a": 1})
        return job["id"]

    def _download_url(self):
        return self.me("GET", f"{self.uploaded}/jobDownloadUrl")[1]["url"]


@pytest.fixture
def asked(in_process):
    """Requests to a service whose jobs wait."""
    clock = ManualClock(durations=Durations(validating=1e9, queued=1e9, running=1e9))
    return Asked(in_process(MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock)))


@pytest.mark.parametrize("site", [site for site in SITES if site.name in REQUESTS], ids=REQUESTS)
def test_each_effect_at_each_request_is_seen(asked, site):
    operation = site.name.partition(".")[2]
    clean = asked(operation)
    for kind in site.effects:
        for arguments in kind.tries:
            plan = f"{site.name}=1*{kind.name}({arguments})"
            with qhil.inject(plan) as injection:
                assert _seen(kind.name, arguments, clean, lambda: asked(operation)), plan
            assert len(injection.firings) == 1


def _seen(kind, arguments, clean, ask):
    """Whether a client sees that effect; ``clean`` is the answer without it."""
    import requests

    failing = {
        "refuse": requests.ConnectionError,
        "reset": requests.ConnectionError,
        "close_mid_body": (requests.exceptions.ChunkedEncodingError, requests.ConnectionError),
        "slow_body": requests.ConnectionError,
        "delay": requests.ReadTimeout,
        "tls_error": requests.exceptions.SSLError,
    }
    if kind in failing:
        with pytest.raises(failing[kind]):
            ask()
        return True
    answer = ask()
    statuses = {"status": arguments, "lost_answer": "504", "job_limit": "403"}
    if kind in statuses:
        return (str(answer.status_code), "error" in answer.json()) == (statuses[kind], True)
    looks = {
        "malformed_json": lambda: not _is_json(answer.content),
        "truncated_json": lambda: not _is_json(answer.content),
        "unknown_status": lambda: b"PONDERING" in answer.content,
        "stale_status": lambda: b"PONDERING" not in answer.content,
        "twice": lambda: answer.status_code < 500,
        "content_type": lambda: answer.headers["Content-Type"] == "text/html",
        "empty_body": lambda: answer.content == b"",
        "html": lambda: b"<html>" in answer.content,
    }
    return looks.get(kind, lambda: _shape(answer.json()) != _shape(clean.json()))()


def _is_json(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _shape(value):
    if isinstance(value, dict):
        return {name: _shape(inner) for name, inner in value.items()}
    return [_shape(one) for one in value] if isinstance(value, list) else type(value).__name__
