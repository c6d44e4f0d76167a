"""Takes a job that is over for one that is done."""

from counting import checked_counts, checked_shots, flipped
from qiskit.providers import JobError
from qiskit.providers.jobstatus import JOB_FINAL_STATES


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    job = backend.run(flipped(), shots=shots)
    counts = {}
    if job.status() in JOB_FINAL_STATES:
        try:
            (counts,) = checked_counts(job.result(), circuits=1, shots=shots)
        except JobError as error:
            print(f"nothing to see: {error}")
    return counts.get("1", 0)
