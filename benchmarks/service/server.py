"""A server in a process of its own, and clients that ask it all at once."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import Any, Callable, Dict, Iterator, List, TypeVar

import psutil
import requests

from benchmarks.figures import Figure

_SERVE = """
import json, sys
from qhil_mocks import MockIBMQ
mock = MockIBMQ(seed=7, devices=["ibm_perth"])
server = mock.server()
server.serve(lambda: print(json.dumps([server.url, mock.users[1].token]), flush=True))
"""
# No limit of jobs.
_PROJECT = "/api/Network/ibm-q-lab/Groups/research/Projects/premium"
_FLIP: Dict[str, Any] = {
    "qobj_id": "q", "type": "QASM", "schema_version": "1.3.0",
    "header": {"backend_name": "ibm_perth"},
    "config": {"shots": 100, "memory_slots": 1, "n_qubits": 7},
    "experiments": [
        {
            "header": {
                "name": "flip", "n_qubits": 7, "memory_slots": 1, "global_phase": 0.0,
                "qreg_sizes": [["q", 7]], "creg_sizes": [["c", 1]],
                "qubit_labels": [["q", index] for index in range(7)], "clbit_labels": [["c", 0]],
            },
            "config": {"n_qubits": 7, "memory_slots": 1},
            "instructions": [
                {"name": "x", "qubits": [0]},
                {"name": "measure", "qubits": [0], "memory": [0]},
            ],
        }
    ],
}  # fmt: skip
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Running:
    """A server that runs: its URL, an access token, its process."""

    url: str
    access_token: str
    process: psutil.Process

    def session(self) -> requests.Session:
        """A client of its own."""
        made = requests.Session()
        made.headers["X-Access-Token"] = self.access_token
        return made

    def memory(self) -> float:
        """What its process holds, in MiB."""
        return float(self.process.memory_info().rss) / 2**20


@contextlib.contextmanager
def running() -> Iterator[Running]:
    """A server, ended afterwards as an operator would."""
    process = subprocess.Popen([sys.executable, "-c", _SERVE], stdout=subprocess.PIPE, text=True)
    try:
        url, token = json.loads(next(iter(process.stdout or ())))
        login = requests.post(
            f"{url}/api/users/loginWithToken", json={"apiToken": token}, timeout=60
        )
        yield Running(url, login.json()["id"], psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(60)


def status_requests(*, clients: int, total: int) -> Iterator[Figure]:
    """Each client asks again and again for the status of a job that has ended."""
    with running() as server:
        job = _submit(server, server.session())
        _wait(server, [job])
        path = f"{server.url}{_PROJECT}/Jobs/{job}/status/v/1"
        each = total // clients

        def ask(session: Any) -> List[float]:
            return [_timed(session, path) for _ in range(each)]

        begun = time.perf_counter()
        seconds = sorted(chain.from_iterable(_at_once(server, clients, ask)))
        taken = time.perf_counter() - begun
    what = f"server, {clients} clients at once: a job's status"
    yield Figure(f"{what}, per request (300 a second asked)", taken / len(seconds), under=1 / 300)
    last = seconds[int(0.99 * len(seconds))]
    yield Figure(f"{what}, 99th percentile", last, under=0.15)


def many_jobs(*, clients: int, jobs: int) -> Iterator[Figure]:
    """All are submitted, and run; fails if one is lost, or comes twice, or memory grows beyond what is kept."""
    with running() as server:
        _wait(server, [_submit(server, server.session())])
        before = server.memory()

        def submit(session: Any) -> List[str]:
            return [_submit(server, session) for _ in range(jobs // clients)]

        begun = time.perf_counter()
        ids = list(chain.from_iterable(_at_once(server, clients, submit)))
        half = server.memory()
        _wait(server, ids)
        taken = time.perf_counter() - begun
        after = server.memory()
        if len(set(ids)) != jobs:
            sys.exit(f"{jobs} jobs have {len(set(ids))} ids")
        _check_each(server, ids)
    print(
        f"memory of the server: {before:.0f} MiB before {jobs} jobs, {half:.0f} when all were submitted, "
        f"{after:.0f} when all had run: {(after - before) * 1024 / jobs:.1f} KiB for each job, Qobj and result"
    )
    yield Figure(
        f"server, {jobs} jobs from {clients} clients, none lost, none twice: per job", taken / jobs
    )


def _check_each(server: Running, ids: List[str]) -> None:
    """Each is there, and was completed once."""
    session = server.session()
    for job in ids:
        told = session.get(f"{server.url}{_PROJECT}/Jobs/{job}/v/1", timeout=60).json()
        if told["status"] != "COMPLETED" or list(told["timePerStep"])[-1] != "COMPLETED":
            sys.exit(f"job {job} is {told}")


def _submit(server: Running, session: Any) -> str:
    jobs = f"{server.url}{_PROJECT}/Jobs"
    asked = {"backend": {"name": "ibm_perth"}, "allowObjectStorage": True}
    job = session.post(jobs, json=asked, timeout=60).json()
    session.put(job["objectStorageInfo"]["uploadUrl"], json=_FLIP, timeout=60)
    told = session.post(f"{jobs}/{job['id']}/jobDataUploaded", timeout=60).json()
    return str(told["job"]["id"])


def _wait(server: Running, ids: List[str]) -> None:
    session = server.session()
    for job in ids:
        while True:
            path = f"{server.url}{_PROJECT}/Jobs/{job}/status/v/1"
            if session.get(path, timeout=60).json()["status"] == "COMPLETED":
                break
            time.sleep(0.05)


def _timed(session: Any, path: str) -> float:
    start = time.perf_counter()
    session.get(path, timeout=60).raise_for_status()
    return time.perf_counter() - start


def _at_once(server: Running, clients: int, work: Callable[[Any], _Answer]) -> List[_Answer]:
    """What each client's work gave; all begin at the same moment."""
    begin = threading.Barrier(clients)

    def one(_: int) -> _Answer:
        with server.session() as session:
            begin.wait()
            return work(session)

    with ThreadPoolExecutor(clients) as threads:
        return list(threads.map(one, range(clients)))
