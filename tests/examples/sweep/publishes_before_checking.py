"""Publishes the result, and looks at it afterwards."""

from counting import BadResultError, checked_counts, checked_shots, flipped


def main(backend, user_messenger, *, shots=100, **others):
    shots = checked_shots(shots, others)
    result = backend.run(flipped(), shots=shots).result()
    if not result.results:
        raise BadResultError("there is no experiment")
    value = result.results[0].data.counts.get("0x1", 0) / shots
    user_messenger.publish(value, final=True)
    try:
        checked_counts(result, circuits=1, shots=shots)
    except BadResultError as error:
        print(f"what was published is wrong: {error}")
    return value
