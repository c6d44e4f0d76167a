"""A device of few qubits that is reckoned by hand, so that fits are quick: a stand-in for noise `faithful`.

Each circuit leaves each qubit for a time of its own in superposition, then reads it in x or y: ZZ and detunings turn
it, two-qubit errors and the dephasing width make it forget, and the readout misreads it.
"""

from __future__ import annotations

import numpy as np

ZZ = 60e3  # Hz
ERROR = 0.02


class ToyDevice:
    """``ToyDevice(n)(noise, which)``: the probabilities of the circuits with these numbers."""

    def __init__(self, n_circuits, *, qubits=(0, 1, 2), seed=0):
        rng = np.random.default_rng(seed)
        self.qubits = qubits
        shape = (n_circuits, len(qubits))
        self.times = rng.uniform(1e-6, 8e-6, shape)
        self.angles = rng.uniform(0, 2 * np.pi, shape)
        self.gates = rng.integers(4, 24, shape)
        self.calls = 0

    def __call__(self, noise, which):
        self.calls += 1
        return [self._circuit(noise, index) for index in which]

    def _circuit(self, noise, index):
        joint = np.ones(1)
        for column, qubit in enumerate(self.qubits):
            time = self.times[index, column]
            off = noise.detunings[qubit].value if qubit in noise.detunings else 0.0
            phase = 2 * np.pi * (ZZ * noise.zz_scale.value + off) * time
            error = min(1.0, ERROR * noise.two_qubit_error_scale.value)
            width = 2 * np.pi * noise.dephasing_width.value * time
            kept = (1 - error) ** self.gates[index, column] * np.exp(-(width**2) / 2)
            one = (1 - kept * np.cos(phase + self.angles[index, column])) / 2
            joint = np.kron(self._read(noise, qubit, one), joint)
        return joint

    def _read(self, noise, qubit, one):
        if qubit not in noise.readout:
            return np.array([1 - one, one])
        readout = noise.readout[qubit]
        false_one, false_zero = readout.prob_meas1_prep0.value, readout.prob_meas0_prep1.value
        seen = one * (1 - false_zero) + (1 - one) * false_one
        return np.array([1 - seen, seen])
