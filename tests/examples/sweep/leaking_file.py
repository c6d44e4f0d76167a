"""Keeps a diary, and closes it at the end of a good day."""

import os

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    diary = open(os.devnull, "w")
    result = backend.run(flipped(), shots=shots).result()
    (counts,) = checked_counts(result, circuits=1, shots=shots)
    diary.write(repr(counts))
    diary.close()
    return counts
