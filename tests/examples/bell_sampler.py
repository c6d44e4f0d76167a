"""Bell pairs on several pairs of qubits: how often do both halves agree?

    qhil run tests/examples/bell_sampler.py --device ibm_washington --seed 7

An ideal Bell pair gives 00 and 11, half and half. What a device gives besides is its error: that of
the two-qubit gate and, mostly, of the readout. Each pair is an interim result as soon as it was
measured.
"""

from qiskit import QuantumCircuit, transpile


def bell_pair():
    """(|00> + |11>) / sqrt(2), measured."""
    circuit = QuantumCircuit(2, name="bell")
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure_all()
    return circuit


def coupled_pairs(backend, number):
    """The first coupled pairs that share no qubit."""
    chosen, used = [], set()
    for pair in sorted({tuple(sorted(pair)) for pair in backend.configuration().coupling_map}):
        if len(chosen) < number and not used & set(pair):
            chosen.append(pair)
            used.update(pair)
    return chosen


def main(backend, user_messenger, *, pairs=3, shots=1024):
    """Measure ``pairs`` Bell pairs with ``shots`` each; returns all counts together and the agreement."""
    total = {}
    for qubits in coupled_pairs(backend, pairs):
        circuit = transpile(bell_pair(), backend, initial_layout=qubits)
        counts = backend.run(circuit, shots=shots).result().get_counts()
        for bits, number in counts.items():
            total[bits] = total.get(bits, 0) + number
        agree = (counts.get("00", 0) + counts.get("11", 0)) / shots
        user_messenger.publish({"qubits": qubits, "agree": round(agree, 4)})

    agree = (total.get("00", 0) + total.get("11", 0)) / sum(total.values())
    return {"counts": total, "agree": round(agree, 4)}
