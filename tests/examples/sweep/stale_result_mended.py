"""Each circuit has counts of its own."""

from counting import checked_counts, checked_shots, flipped, resting


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    shares = []
    for circuit in (flipped(), resting()):
        result = backend.run(circuit, shots=shots).result()
        (counts,) = checked_counts(result, circuits=1, shots=shots)
        shares.append(counts.get("1", 0) / shots)
    return shares
