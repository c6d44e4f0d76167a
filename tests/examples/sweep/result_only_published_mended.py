"""Publishes its result, and returns it, too."""

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    result = backend.run(flipped(), shots=shots).result()
    (counts,) = checked_counts(result, circuits=1, shots=shots)
    user_messenger.publish(counts, final=True)
    return counts
