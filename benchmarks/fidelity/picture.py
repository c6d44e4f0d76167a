"""The picture of the docs page: ``python -m benchmarks.fidelity.picture FILE.png``.

What a neighbour does to a qubit that waits, what the qubits of a running gate see of theirs, and the rates that one
recording holds.
"""

from __future__ import annotations

import argparse
from typing import Any

import matplotlib as mpl
import numpy as np
from qiskit import QuantumCircuit

from qhil import load_recording
from qhil.noise import exact_probabilities
from qhil.noise.zz_rates import zz_rates

_WAITS = np.linspace(0, 20e-6, 61)
_STYLES = (("scheduled", 0, ":"), ("faithful", 0, "-"), ("faithful", 1, "-"))
_COLOURS = ("0.45", "tab:blue", "tab:red")


def main() -> None:
    """Draw it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    file = parser.parse_args().file
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, (fringes, frames, rates) = plt.subplots(1, 3, figsize=(12, 3.4), layout="constrained")
    _fringes(fringes)
    _frames(frames)
    _rates(rates)
    # No date and no version: the same picture from the same data.
    figure.savefig(file, dpi=110, metadata={"Software": None})


def _fringes(axes: Any) -> None:
    for (noise, neighbour, line), colour in zip(_STYLES, _COLOURS):
        circuits = [_ramsey(float(wait), neighbour) for wait in _WAITS]
        found = [one[1] for one in exact_probabilities(circuits, "ibmq_manila", noise)]
        axes.plot(
            _WAITS * 1e6, found, line, color=colour, label=f"{noise}, neighbour in {neighbour}"
        )
    axes.set(xlabel="wait in µs", ylabel="P(1)", ylim=(0, 1), title="A qubit waits beside another")
    axes.legend(fontsize=8)


def _ramsey(wait: float, neighbour: int) -> QuantumCircuit:
    circuit = QuantumCircuit(3, 1)
    if neighbour:
        circuit.x(1)
    circuit.sx(2)
    circuit.barrier()
    circuit.delay(wait, [1, 2], unit="s")
    circuit.barrier()
    circuit.sx(2)
    circuit.measure(2, 0)
    return circuit


def _frames(axes: Any) -> None:
    time = [0, 0, 0.5, 0.5, 1, 1]
    axes.axhline(1, color="tab:blue", label="idle: 1")
    axes.plot(time, [1, -1, -1, 1, 1, 1], color="tab:red", lw=2.5, label="control: echoed")
    axes.plot([0, 1], [0, 0], color="tab:green", lw=2.5, label="target: driven")
    axes.set(
        xlim=(-0.3, 1.3),
        ylim=(-1.3, 1.7),
        yticks=(-1, 0, 1),
        xticks=(0, 0.5, 1),
        xlabel="time, in lengths of the gate",
        ylabel="f",
        title="What Z becomes in a cx or ecr: f Z",
    )
    axes.legend(fontsize=8, loc="lower right")


def _rates(axes: Any) -> None:
    washington = load_recording("ibm_washington")
    found = zz_rates(washington.configuration, washington.properties())
    axes.hist([rate / 1e3 for rate in found.rates.values()], bins=40, color="tab:blue")
    axes.set(
        xlabel="recorded rate in kHz",
        ylabel="pairs",
        title=f"ibm_washington: {len(found.rates)} of {len(found.rates) + len(found.left_out)} pairs",
    )


if __name__ == "__main__":
    main()
