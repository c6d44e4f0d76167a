"""Divides by the shots that were asked for, and adds up those that there are."""

from counting import BadResultError, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    result = backend.run(flipped(), shots=shots).result()
    if len(result.results) != 1:
        raise BadResultError("one experiment was sent")
    counts = result.results[0].data.counts
    return sum((-1) ** int(outcome, 16) * count for outcome, count in counts.items()) / shots
