"""Reads the calibration of a qubit, if there is one."""

from counting import BadResult, checked_shots


def main(backend, user_messenger, *, shots=100, **others):
    checked_shots(shots, others)
    properties = backend.properties()
    if properties is None or len(properties.qubits) != backend.configuration().n_qubits:
        raise BadResult("the calibration is not of all qubits")
    known = {one.name for one in properties.qubits[4]}
    if not {"T1", "T2", "readout_error"} <= known:
        raise BadResult(f"of the qubit only {sorted(known)} are known")
    return len(properties.qubits[4])
