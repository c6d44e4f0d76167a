"""Sees that all shots are there before it adds them up."""

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    result = backend.run(flipped(), shots=shots).result()
    (counts,) = checked_counts(result, circuits=1, shots=shots)
    return sum((-1) ** int(outcome) * count for outcome, count in counts.items()) / shots
