"""Has counts of a job that is done, and none of another."""

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    (counts,) = checked_counts(
        backend.run(flipped(), shots=shots).result(), circuits=1, shots=shots
    )
    return counts.get("1", 0)
