"""Asks once more for what costs nothing, the result, and never submits twice."""

from counting import checked_counts, checked_shots, flipped

from qhil import IBMQBackendApiError, IBMQError


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    job = backend.run(flipped(), shots=shots)
    try:
        result = job.result()
    except IBMQBackendApiError:
        raise
    except IBMQError:
        result = job.result()
    (counts,) = checked_counts(result, circuits=1, shots=shots)
    return counts
