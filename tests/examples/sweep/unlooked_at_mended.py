"""Reads the calibration, if it is one."""

import math

from counting import BadResultError, checked_shots


def main(backend, user_messenger, *, shots=100, **others):
    checked_shots(shots, others)
    properties = backend.properties()
    if properties is None:
        raise BadResultError("the device has no calibration")
    known = {one.name: one.value for one in properties.qubits[0]}
    if not math.isfinite(known.get("T1", math.nan)):
        raise BadResultError("the calibration has no T1")
    return {"nanoseconds": round(properties.t1(0) * 1e9)}
