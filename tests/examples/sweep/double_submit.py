"""Tries once more whatever the error was: a job of which only the answer was lost is submitted twice."""

from counting import checked_counts, checked_shots, flipped

from qhil import IBMQBackendApiError


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    try:
        job = backend.run(flipped(), shots=shots)
    except IBMQBackendApiError:
        job = backend.run(flipped(), shots=shots)
    (counts,) = checked_counts(job.result(), circuits=1, shots=shots)
    return counts
