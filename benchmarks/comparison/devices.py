"""A recording, its standard circuits, and twins that have drifted in a known way, as distributions.

All distributions are computed once, exactly; a comparison is then a matter of drawing counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, List, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

import qhil
from qhil.comparison.circuit_model import CircuitModel
from qhil.comparison.exact_distribution import device_noise, exact_distributions
from qhil.comparison.judged import Observed
from qhil.comparison.outcomes import exact, sampled
from qhil.comparison.standard import standard_circuits
from qhil.comparison.suspicion import Suspicion
from qhil.recordings import Recording
from qhil.recordings.drifted import Drift, drifted

_WANDERING = {"T1", "T2", "readout_error", "prob_meas0_prep1", "prob_meas1_prep0", "gate_error"}
_MOST = 1e6  # microseconds; errors are far below 1

Chances = Tuple[Mapping[str, float], ...]


@dataclass(frozen=True)
class Twin:
    """A drift of a kind at a place, and what it makes of each circuit."""

    kind: str
    place: Tuple[int, ...]
    chances: Chances


class Bench:
    """One recorded device with everything that does not depend on chance."""

    def __init__(self, name: str, *, seed: int) -> None:
        recording = qhil.load_recording(name)
        self.recording = recording
        self.circuits: List[Any] = list(standard_circuits(recording, seed=seed))
        self.noise = device_noise(recording)
        self.base: Chances = exact_distributions(self.circuits, self.noise)
        self.model = CircuitModel(recording, self.circuits, "recorded")
        self.suspicion = Suspicion(self.model, recording)
        touched = {q for one in self.model.footprints for q in one.qubits}
        self.qubits = sorted(touched)
        pairs = {
            tuple(sorted(qubits))
            for one in self.model.footprints
            for _, qubits in one.gates
            if len(qubits) == 2
        }
        self.pairs: List[Tuple[int, int]] = sorted((a, b) for a, b in pairs)

    def twins(self, *, wander: float = 0.0, seed: int = 0) -> Iterator[Twin]:
        """Each kind of drift, at each place that the circuits use.

        ``wander``: by how much everything else has changed meanwhile (standard deviation of the logarithm), other in
        each twin, as on a device, which never stands still.
        """
        generator = np.random.default_rng(seed)
        kinds = (
            ("T1 halved", [((q,), Drift(t1={q: 0.5})) for q in self.qubits]),
            ("readout +1 point", [((q,), Drift(readout={q: 0.01})) for q in self.qubits]),
            ("readout +3 points", [((q,), Drift(readout={q: 0.03})) for q in self.qubits]),
            ("one CX twice as bad", [(pair, Drift(couplings={pair: 2.0})) for pair in self.pairs]),
            ("a dead qubit", [((q,), Drift(dead=(q,))) for q in self.qubits]),
        )
        for kind, places in kinds:
            for place, drift in places:
                start = wandered(self.recording, wander, generator) if wander else self.recording
                twin = drifted(start, drift).properties()
                found = exact_distributions(self.circuits, self.noise.under(twin))
                yield Twin(kind, place, found)


def wandered(recording: Recording, wander: float, generator: np.random.Generator) -> Recording:
    """Each time and error of the newest properties, times a factor of its own."""
    properties = recording.properties().json
    lists = [*properties["qubits"], *(gate["parameters"] for gate in properties["gates"])]
    for value in (one for values in lists for one in values):
        if value["name"] in _WANDERING:
            value["value"] = min(value["value"] * float(np.exp(generator.normal(0, wander))), _MOST)
    return Recording.from_json(recording.configuration.json, properties)


def drawn(
    chances: Sequence[Mapping[str, float]], shots: int, generator: np.random.Generator
) -> List[Mapping[str, int]]:
    """Counts of each circuit."""
    counts: List[Mapping[str, int]] = []
    for one in chances:
        p: NDArray[np.float64] = np.array(list(one.values()))
        numbers = generator.multinomial(shots, p / p.sum())
        counts.append({key: int(n) for key, n in zip(one, numbers) if n})
    return counts


def observed(
    bench: Bench, live: Sequence[Mapping[str, int]], *, recorded: Sequence[Mapping[str, int]] = ()
) -> List[Observed]:
    """As a comparison has it: against the exact distributions, or against counts of the recording."""
    first = [sampled(one) for one in recorded] or [exact(one) for one in bench.base]
    return [
        Observed(circuit.name, (), one, sampled(counts))
        for circuit, one, counts in zip(bench.circuits, first, live)
    ]
