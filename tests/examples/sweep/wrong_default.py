"""Where the calibration lacks T1, some value that seemed usual is taken in its place."""

import math

from counting import checked_shots

USUAL_T1 = 100e-6


def main(backend, user_messenger, *, shots=100, **others):
    checked_shots(shots, others)
    properties = backend.properties()
    try:
        found = properties.t1(0)
    except Exception:
        found = USUAL_T1
    return {"wait": 3 * (USUAL_T1 if math.isnan(found) else found)}
