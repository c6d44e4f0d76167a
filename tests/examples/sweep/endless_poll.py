"""Waits until the job is done, which one that failed never is."""

import time

from counting import checked_counts, checked_shots, flipped
from qiskit.providers import JobStatus


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    job = backend.run(flipped(), shots=shots)
    while job.status() is not JobStatus.DONE:
        time.sleep(0.01)
    (counts,) = checked_counts(job.result(), circuits=1, shots=shots)
    return counts
