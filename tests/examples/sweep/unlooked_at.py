"""Reads the calibration without a look at whether there is one."""

from counting import checked_shots


def main(backend, user_messenger, *, shots=100, **others):
    checked_shots(shots, others)
    return len(backend.properties().qubits[4])
