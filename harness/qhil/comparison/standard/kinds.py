"""The circuits of the standard set, on abstract qubits 0 to width - 1, in a line.

kind, width, depth, random numbers -> a `QuantumCircuit` that measures all qubits at its end.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Callable, Mapping, Tuple

if TYPE_CHECKING:
    import numpy as np

    Make = Callable[[int, int, np.random.Generator], Any]


def readout(width: int, depth: int, generator: np.random.Generator) -> Any:
    """Prepare a bit string and read it: the depth-th of a list that begins with 0...0 and 1...1."""
    circuit = _empty(width)
    patterns = [0, 2**width - 1]
    pattern = patterns[depth] if depth < 2 else int(generator.integers(2**width))
    for qubit in range(width):
        if pattern >> qubit & 1:
            circuit.x(qubit)
    return _measured(circuit)


def ghz(width: int, depth: int, generator: np.random.Generator) -> Any:
    """(|0...0> + |1...1>)/sqrt(2); made and unmade depth - 1 times before (Greenberger, Horne, Zeilinger 1989)."""
    del generator
    circuit = _empty(width)
    for layer in range(2 * depth - 1):
        if layer % 2 == 0:
            circuit.h(0)
            for qubit in range(width - 1):
                circuit.cx(qubit, qubit + 1)
        else:
            for qubit in reversed(range(width - 1)):
                circuit.cx(qubit, qubit + 1)
            circuit.h(0)
        circuit.barrier()
    return _measured(circuit)


def mirror(width: int, depth: int, generator: np.random.Generator) -> Any:
    """Random layers, then their inverse: one bit string without noise (Proctor et al., Nature Physics 18, 75, 2022)."""
    half = _clifford_layers(width, depth, generator)
    circuit = half.compose(half.inverse())
    for qubit in range(width):
        if generator.integers(2):
            circuit.x(qubit)
    return _measured(circuit)


def clifford(width: int, depth: int, generator: np.random.Generator) -> Any:
    """Random layers of one-qubit Clifford gates and CX on neighbours."""
    return _measured(_clifford_layers(width, depth, generator))


def quantum_volume(width: int, depth: int, generator: np.random.Generator) -> Any:
    """Random SU(4) on pairs of a random order, layer by layer (Cross et al., Physical Review A 100, 032328, 2019)."""
    import numpy as np
    from scipy.stats import unitary_group

    circuit = _empty(width)
    for _ in range(depth):
        order = [int(qubit) for qubit in generator.permutation(width)]
        for first, second in zip(order[::2], order[1::2]):
            stream = np.random.default_rng(int(generator.integers(2**31)))
            circuit.unitary(unitary_group.rvs(4, random_state=stream), [first, second])
    return _measured(circuit)


def fourier(width: int, depth: int, generator: np.random.Generator) -> Any:
    """A Fourier state of a random number, and the inverse transform: the number again without noise."""
    del depth
    number = int(generator.integers(2**width))
    circuit = _empty(width)
    for qubit in range(width):
        circuit.h(qubit)
        circuit.p(2 * math.pi * number / 2 ** (qubit + 1), qubit)
    circuit.barrier()
    for high in range(width):  # the phase of a qubit has the bits below it
        for low in range(high):
            circuit.cp(-math.pi / 2 ** (high - low), low, high)
        circuit.h(high)
    return _measured(circuit)


def bernstein_vazirani(width: int, depth: int, generator: np.random.Generator) -> Any:
    """A hidden string, found by one question (Bernstein and Vazirani 1997); the last qubit is the answer's."""
    del depth
    secret = int(generator.integers(1, 2 ** (width - 1)))
    circuit = _empty(width)
    circuit.x(width - 1)
    for qubit in range(width):
        circuit.h(qubit)
    for qubit in range(width - 1):
        if secret >> qubit & 1:
            circuit.cx(qubit, width - 1)
    for qubit in range(width):
        circuit.h(qubit)
    return _measured(circuit)


def idle(width: int, depth: int, generator: np.random.Generator) -> Any:
    """All qubits excited, and a wait: what T1 leaves of them. Without waits, T1 shows in gates only."""
    del generator
    circuit = _empty(width)
    for qubit in range(width):
        circuit.x(qubit)
        circuit.delay(depth, qubit)  # in units that the set makes real
    return _measured(circuit)


KINDS: Mapping[str, Tuple[Make, int]] = {
    "readout": (readout, 1),
    "idle": (idle, 1),
    "ghz": (ghz, 2),
    "mirror": (mirror, 2),
    "clifford": (clifford, 2),
    "volume": (quantum_volume, 2),
    "qft": (fourier, 2),
    "bv": (bernstein_vazirani, 2),
}
"""Name -> how it is made, and the least width."""


def _empty(width: int) -> Any:
    from qiskit import QuantumCircuit

    return QuantumCircuit(width, width)


def _measured(circuit: Any) -> Any:
    circuit.barrier()
    circuit.measure(range(circuit.num_clbits), range(circuit.num_clbits))
    return circuit


def _clifford_layers(width: int, depth: int, generator: np.random.Generator) -> Any:
    circuit = _empty(width)
    for layer in range(depth):
        for qubit in range(width):
            for name in ("id", "h", "s", "hs", "sh", "hsh")[int(generator.integers(6))]:
                if name in "hs":
                    getattr(circuit, name)(qubit)
        for first in range(layer % 2 if width > 2 else 0, width - 1, 2):
            circuit.cx(first, first + 1)
        circuit.barrier()  # else the compiler would take layers together
    return circuit


def depth_matters(kind: str) -> bool:
    """Whether another depth gives another circuit of that kind."""
    return kind not in ("qft", "bv")
