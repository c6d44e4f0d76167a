"""Adds up the ones of two jobs; what goes wrong goes to the caller."""

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    ones = 0
    for _ in range(2):
        result = backend.run(flipped(), shots=shots).result()
        (counts,) = checked_counts(result, circuits=1, shots=shots)
        ones += counts.get("1", 0)
    return ones
