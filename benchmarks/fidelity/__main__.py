"""Compare every model with the counts of 2021: a table for the terminal, and the same as Markdown."""

from __future__ import annotations

import argparse
import warnings
from typing import List, Mapping, Sequence, Tuple

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.fidelity.hardware import Series, series
from benchmarks.fidelity.predictions import CALIBRATED, Predicted, distances, odd, predictions
from benchmarks.fidelity.resampling import Replicates, interval, replicates
from qhil import load_recording
from qhil.errors import RecordingError
from qhil.stack import stack

_SEED = 20210308

Measured = Sequence[Tuple[Series, Mapping[str, Predicted]]]


def main() -> None:
    """Take all of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity", description=__doc__)
    parser.add_argument("--layouts", type=int, default=6, help="seeds of the transpiler")
    parser.add_argument("--resamples", type=int, default=1000, help="of the bootstrap")
    parser.add_argument("--family", help="of this family of circuits only")
    parser.add_argument(
        "--against", default="recorded", help="the model that others are set off against"
    )
    asked = parser.parse_args()
    console = Console()
    measured: List[Tuple[Series, Mapping[str, Predicted]]] = []
    for one in series():
        if asked.family not in (None, one.family):
            continue
        try:
            recording = load_recording(one.device)
        except RecordingError as error:
            console.print(f"left out, {one.name}: {error}")
            continue
        measured.append((one, predictions(one, recording, asked.layouts)))
        console.print(_by_series(*measured[-1]), soft_wrap=True)
    headings = ("model", "all circuits", "even circuits", f"even, less {asked.against}")
    rows = _rows(measured, asked.against, asked.resamples)
    table = Table(*headings, title="Total variation distance to the hardware")
    for row in rows:
        table.add_row(*row)
    console.print(table)
    console.print(
        _markdown([headings, ("---",) * len(headings), *rows]), soft_wrap=True, markup=False
    )
    console.print(
        f"{stack().text()}; {len(measured)} series; `recorded` is stock Aer's noise, count for count",
        soft_wrap=True,
        markup=False,
    )


def _by_series(one: Series, predicted: Mapping[str, Predicted]) -> str:
    told = [
        f"{name} {distances(found, one.frequencies).mean():.4f}"
        for name, found in predicted.items()
    ]
    return f"{one.name}: {', '.join(told)}"


def _rows(measured: Measured, against: str, resamples: int) -> List[Tuple[str, ...]]:
    everything = [list(range(len(one.circuits))) for one, _ in measured]
    held_out = [sorted(set(all_) - set(odd(one))) for all_, (one, _) in zip(everything, measured)]
    all_of = replicates(measured, everything, resamples=resamples, seed=_SEED)
    even_of = replicates(measured, held_out, resamples=resamples, seed=_SEED)
    rows: List[Tuple[str, ...]] = []
    for name in measured[0][1]:
        fitted = name == CALIBRATED
        less = _mean(measured, held_out, name) - _mean(measured, held_out, against)
        rows.append(
            (
                name,
                "" if fitted else _told(_mean(measured, everything, name), all_of, name),
                _told(_mean(measured, held_out, name), even_of, name),
                _with(less, interval(even_of[name] - even_of[against]), sign="+"),
            )
        )
    if CALIBRATED not in measured[0][1]:
        rows.append((CALIBRATED, "", "not there yet", ""))
    return rows


def _mean(measured: Measured, circuits: Sequence[Sequence[int]], name: str) -> float:
    return float(
        np.mean(
            [
                distances(predicted[name], one.frequencies)[list(chosen)].mean()
                for (one, predicted), chosen in zip(measured, circuits)
            ]
        )
    )


def _told(mean: float, found: Replicates, name: str) -> str:
    return _with(mean, interval(found[name]))


def _with(mean: float, ends: Tuple[float, float], sign: str = "") -> str:
    low, high = ends
    return f"{mean:{sign}.3f} ({low:{sign}.3f} to {high:{sign}.3f})"


def _markdown(rows: Sequence[Tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    # Stock classes of the old stack announce their end at every call.
    warnings.simplefilter("ignore", DeprecationWarning)
    main()
