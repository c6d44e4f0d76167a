"""Averages over the experiments that were sent."""

from counting import checked_counts, checked_shots, flipped, resting


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    circuits = [flipped(), flipped(), resting()]
    result = backend.run(circuits, shots=shots).result()
    counts = checked_counts(result, circuits=len(circuits), shots=shots)
    return sum(one.get("1", 0) for one in counts) / (len(circuits) * shots)
