"""Adds up what it can get: a job that failed is passed over in silence."""

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    ones = 0
    for _ in range(2):
        try:
            result = backend.run(flipped(), shots=shots).result()
            (counts,) = checked_counts(result, circuits=1, shots=shots)
        except Exception:
            continue
        ones += counts.get("1", 0)
    return ones
