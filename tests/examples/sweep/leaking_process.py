"""Has a helper work beside it, and sends it home when all went well."""

import subprocess
import sys

from counting import checked_counts, checked_shots, flipped

WAITS = "import sys; sys.stdin.read()"


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    helper = subprocess.Popen([sys.executable, "-S", "-c", WAITS], stdin=subprocess.PIPE)
    result = backend.run(flipped(), shots=shots).result()
    (counts,) = checked_counts(result, circuits=1, shots=shots)
    helper.communicate()
    return counts
