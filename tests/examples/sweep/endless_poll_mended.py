"""Waits until the job is over, be it done or not."""

import time

from counting import BadResultError, checked_counts, checked_shots, flipped
from qiskit.providers import JobStatus
from qiskit.providers.jobstatus import JOB_FINAL_STATES


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    job = backend.run(flipped(), shots=shots)
    while job.status() not in JOB_FINAL_STATES:
        time.sleep(0.01)
    if job.status() is not JobStatus.DONE:
        raise BadResultError(f"the job ended in {job.status().name}")
    (counts,) = checked_counts(job.result(), circuits=1, shots=shots)
    return counts
