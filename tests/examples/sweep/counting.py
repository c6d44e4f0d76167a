"""What the programs of this folder share: a circuit, and counts and inputs that are what they should be."""

from qiskit import QuantumCircuit


class BadResultError(Exception):
    """A result is not that of the circuits that were sent."""


class BadInputError(Exception):
    """An input is not what it should be."""


def flipped(name="flipped"):
    """A qubit in state 1, measured."""
    circuit = QuantumCircuit(1, name=name)
    circuit.x(0)
    circuit.measure_all()
    return circuit


def resting(name="resting"):
    """A qubit in state 0, measured."""
    circuit = QuantumCircuit(1, name=name)
    circuit.measure_all()
    return circuit


def checked_shots(shots, others):
    """The number of shots; nothing else is asked for."""
    if others:
        raise BadInputError(f"nobody asked for {sorted(others)}")
    if type(shots) is not int or shots < 1:
        raise BadInputError(f"shots is {shots!r}")
    return shots


def checked_counts(result, *, circuits, shots):
    """The counts of each circuit."""
    if len(result.results) != circuits:
        raise BadResultError(f"{len(result.results)} experiments instead of {circuits}")
    return [_checked(experiment.data.counts, shots) for experiment in result.results]


def _checked(raw, shots):
    if sum(raw.values()) != shots:
        raise BadResultError(f"{sum(raw.values())} shots instead of {shots}")
    if not set(raw) <= {"0x0", "0x1"}:
        raise BadResultError(f"outcomes of one bit cannot be {sorted(raw)}")
    return {"01"[int(outcome, 16)]: count for outcome, count in raw.items()}
