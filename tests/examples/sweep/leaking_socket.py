"""Talks to a neighbour, and hangs up when it has good news."""

import socket

from counting import checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    ours, theirs = socket.socketpair()
    theirs.close()
    result = backend.run(flipped(), shots=shots).result()
    (counts,) = checked_counts(result, circuits=1, shots=shots)
    ours.close()
    return counts
