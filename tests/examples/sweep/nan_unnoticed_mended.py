"""Takes a weight that is within its range, and no other."""

from counting import BadInputError, checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, weight=None, shots=100, **others):
    shots = checked_shots(shots, others)
    if not (isinstance(weight, (int, float)) and 0 <= weight <= 1):
        raise BadInputError(f"weight is {weight!r}")
    result = backend.run(flipped(), shots=shots).result()
    (counts,) = checked_counts(result, circuits=1, shots=shots)
    return weight * counts.get("1", 0) / shots
