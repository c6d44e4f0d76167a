"""Looks at the result, and publishes it then."""

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    result = backend.run(flipped(), shots=shots).result()
    (counts,) = checked_counts(result, circuits=1, shots=shots)
    value = counts.get("1", 0) / shots
    user_messenger.publish(value, final=True)
    return value
