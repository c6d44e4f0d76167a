"""Shows that it is alive by a thread, which ends with the work, however that ends."""

import threading

from counting import checked_counts, checked_shots, flipped


def beat(over):
    while not over.wait(0.02):
        pass


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    over = threading.Event()
    threading.Thread(target=beat, args=(over,), name="heartbeat", daemon=True).start()
    try:
        result = backend.run(flipped(), shots=shots).result()
        (counts,) = checked_counts(result, circuits=1, shots=shots)
    finally:
        over.set()
    return counts
