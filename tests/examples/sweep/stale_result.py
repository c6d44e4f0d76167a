"""Keeps the last good counts, and gives those when the next cannot be had."""

from counting import checked_counts, checked_shots, flipped, resting


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    last = None
    shares = []
    for circuit in (flipped(), resting()):
        try:
            result = backend.run(circuit, shots=shots).result()
            (last,) = checked_counts(result, circuits=1, shots=shots)
        except Exception:
            if last is None:
                raise
        shares.append(last.get("1", 0) / shots)
    return shares
