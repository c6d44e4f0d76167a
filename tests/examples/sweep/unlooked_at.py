"""Reads the calibration without a look at what there is."""

from counting import checked_shots


def main(backend, user_messenger, *, shots=100, **others):
    checked_shots(shots, others)
    return {"nanoseconds": round(backend.properties().t1(0) * 1e9)}
