"""Averages over the experiments that there are, though one may be missing."""

from counting import checked_counts, checked_shots, flipped, resting


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    result = backend.run([flipped(), flipped(), resting()], shots=shots).result()
    found = len(result.results)
    counts = checked_counts(result, circuits=found, shots=shots)
    return sum(one.get("1", 0) for one in counts) / (found * shots)
