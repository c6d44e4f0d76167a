"""A process that ends at once, with nothing flushed and nothing unwound, between any two steps of a campaign."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

KILLED = 9

# The service keeps what it was given in a file; the process ends at the step of that number.
PROCESS = """
import json, os, sys
from datetime import datetime, timezone
from pathlib import Path
from qhil.live.budget import UNLIMITED
from qhil.live.campaign import DEFAULT_PATIENCE, Campaign
from qhil.live.campaign_plan import PlannedCircuit, jobs_of, plan_digest
from qhil.live.clock import WaitingClock
from qhil.live.cost import Cost
from qhil.live.journal import Journal
from qhil.live.source import DONE, JobAnswer

left = int(sys.argv[1])
taken = Path("taken.jsonl")


def step():
    global left
    if left == 0:
        os._exit(9)
    left -= 1


class Source:
    def jobs(self):
        return [json.loads(line) for line in taken.read_text().splitlines()] if taken.exists() else []

    def submit(self, device, circuits, *, shots, job_name):
        step()
        with taken.open("a") as file:
            file.write(json.dumps([job_name, circuits]) + "\\n")
        step()
        return job_name

    def find(self, device, job_name):
        step()
        return job_name if job_name in [name for name, _ in self.jobs()] else None

    def fetch(self, device, job_id):
        step()
        return JobAnswer(DONE, ({"0": 10},), 1.0)


class Stepping(Journal):
    def _write(self, entry):
        step()
        super()._write(entry)
        step()


jobs = jobs_of([PlannedCircuit(f"c{n}", f"text {n}", 10) for n in range(2)], per_job=1)
digest = plan_digest("test", "device", jobs)
now = datetime(2023, 1, 1, tzinfo=timezone.utc)
with Stepping.open(Path("journal"), campaign=digest, started=now) as journal:
    counts = Campaign(
        Source(), "device", jobs, [Cost(1, 10, 1.0)] * 2, digest=digest, circuit_of=str, journal=journal,
        budget=UNLIMITED, clock=WaitingClock(lambda: now, lambda _: None), patience=DEFAULT_PATIENCE,
        on_step=lambda _: None,
    ).run()
print(json.dumps(counts))
"""


@pytest.fixture
def run(tmp_path):
    def ran(left):
        return subprocess.run(
            [sys.executable, "-c", PROCESS, str(left)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return ran


def test_each_job_is_taken_once_however_often_the_process_ends(run, tmp_path):
    """Each process ends a step later than the one before, until one gets to the end."""
    ended = 0
    while (done := run(ended)).returncode == KILLED:
        ended += 1

    assert done.returncode == 0, done.stderr
    assert ended >= 6
    assert json.loads(done.stdout) == [[{"0": 10}]] * 2
    taken = [json.loads(line)[1] for line in (tmp_path / "taken.jsonl").read_text().splitlines()]
    assert sorted(taken) == [["text 0"], ["text 1"]]
