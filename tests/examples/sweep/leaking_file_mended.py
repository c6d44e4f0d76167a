"""Keeps a diary, and closes it whatever the day was."""

import os

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    with open(os.devnull, "w") as diary:
        result = backend.run(flipped(), shots=shots).result()
        (counts,) = checked_counts(result, circuits=1, shots=shots)
        diary.write(repr(counts))
    return counts
