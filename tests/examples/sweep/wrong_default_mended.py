"""Where the calibration lacks T1, there is no answer."""

import math

from counting import BadResultError, checked_shots


def main(backend, user_messenger, *, shots=100, **others):
    checked_shots(shots, others)
    properties = backend.properties()
    try:
        found = properties.t1(0)
    except Exception as error:
        if type(error).__name__.startswith("IBMQ"):
            raise
        raise BadResultError("the calibration has no T1") from error
    if not math.isfinite(found):
        raise BadResultError(f"T1 is {found}")
    return {"wait": 3 * found}
