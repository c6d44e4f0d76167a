"""The rates: false alarms, power, right causes, and the same by thresholds chosen by hand.

a `Bench` and its twins -> a `Table` each; one seed fixes all draws
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Sequence, Tuple

import numpy as np

from benchmarks.comparison.deciding import BY_HAND, same_as_judged, says_drifted
from benchmarks.comparison.devices import Bench, Twin, drawn, observed
from benchmarks.comparison.tables import Table, share
from qhil.comparison.outcomes import sampled
from qhil.comparison.settings import Settings

SHOTS = (250, 1000, 4000)
NOTHING = "nothing"
_WITHOUT_DRIFT = (
    (0.01, "holm", "the distribution", 1000),
    (0.01, "bh", "counts", 100),
    (0.05, "holm", "counts", 1000),
    (0.05, "bh", "the distribution", 100),
)


def false_alarms(bench: Bench, *, count: int, seed: int) -> Table:
    """Comparisons of a device with itself. Kept where the rate is not above the stated level, but for chance."""
    from scipy.stats import binomtest

    rows: List[Tuple[str, ...]] = []
    kept = True
    for number, (level, control, against, shots) in enumerate(_WITHOUT_DRIFT):
        settings = Settings(false_alarm=level, control=control)
        generator = np.random.default_rng([seed, number])
        hits = 0
        for index in range(count):
            live = drawn(bench.base, shots, generator)
            other = drawn(bench.base, shots, generator) if against == "counts" else ()
            seen = observed(bench, live, recorded=other)
            hits += says_drifted(seen, settings)
            if index < 3 and not same_as_judged(seen, settings):
                kept = False
        above = binomtest(hits, count, level, alternative="greater").pvalue < 1e-3
        kept = kept and not above
        row = (f"{100 * level:g} %", settings.control, against, str(shots), share(hits, count))
        rows.append(row)
    title = f"False alarms of {count} comparisons without drift"
    return Table(title, ("stated", "control", "against", "shots", "found (95 %)"), rows, kept)


def power(bench: Bench, twins: Sequence[Twin], *, count: int, seed: int) -> Table:
    """How often each drift is found, over all places in turn."""
    rows: List[Tuple[str, ...]] = []
    for kind, places in _by_kind(twins).items():
        cells = []
        for shots in SHOTS:
            generator = np.random.default_rng([seed, len(rows), shots])
            hits = sum(
                says_drifted(observed(bench, drawn(twin.chances, shots, generator)), Settings())
                for twin in _turns(places, count)
            )
            cells.append(share(hits, count))
        rows.append((kind, f"{_distance(bench, places):.3f}", *cells))
    heads = ("drift", "largest TVD", *(f"{shots} shots" for shots in SHOTS))
    return Table(f"Power: drift found, of {count} comparisons, false-alarm rate 1 %", heads, rows)


def attribution(bench: Bench, twins: Sequence[Twin], *, title: str, count: int, seed: int) -> Table:
    """How often the first suspect is the qubit or coupling that drifted, where the drift is found. Kept from 95 %."""
    rows: List[Tuple[str, ...]] = []
    all_found = all_right = 0
    for kind, places in _by_kind(twins).items():
        cells = []
        for shots in SHOTS:
            generator = np.random.default_rng([seed, len(rows), shots])
            found = right = 0
            for twin in _turns(places, count):
                live = drawn(twin.chances, shots, generator)
                if says_drifted(observed(bench, live), Settings()):
                    found += 1
                    seen = bench.model.shots([sampled(one) for one in live])
                    causes = bench.suspicion.find(seen, most=1)
                    right += bool(causes) and causes[0].part.qubits == twin.place
            cells.append(f"{right} of {found}: {share(right, found)}")
            all_found, all_right = all_found + found, all_right + right
        rows.append((kind, *cells))
    rows.append(
        (
            "all",
            *[""] * (len(SHOTS) - 1),
            f"{all_right} of {all_found}: {share(all_right, all_found)}",
        )
    )
    heads = ("drift", *(f"{shots} shots" for shots in SHOTS))
    return Table(title, heads, rows, kept=all_right >= 0.95 * all_found)


def by_hand(bench: Bench, twins: Sequence[Twin], *, count: int, seed: int) -> Table:
    """False alarms and misses of both ways, on the same counts."""
    kinds = {NOTHING: [Twin(NOTHING, (), bench.base)], **_by_kind(twins)}
    rows: List[Tuple[str, ...]] = []
    for shots in SHOTS:
        hits: Dict[str, List[int]] = {}
        for index, places in enumerate(kinds.values()):
            generator = np.random.default_rng([seed, index, shots])
            for twin in _turns(places, count):
                seen = observed(bench, drawn(twin.chances, shots, generator))
                answers = {"qhil": says_drifted(seen, Settings())}
                answers.update({name: decide(seen) for name, decide in BY_HAND.items()})
                for name, says in answers.items():
                    hits.setdefault(name, [0] * len(kinds))[index] += says
        for name, counted in hits.items():
            alarms, *caught = counted
            misses = [f"{100 * (count - one) / count:.3g}" for one in caught]
            rows.append((str(shots), name, f"{100 * alarms / count:.3g}", *misses))
    heads = (
        "shots",
        "drifted if",
        "false alarms %",
        *(f"{kind}: missed %" for kind in _by_kind(twins)),
    )
    return Table(f"Against thresholds chosen by hand, {count} comparisons each", heads, rows)


def _by_kind(twins: Sequence[Twin]) -> Dict[str, List[Twin]]:
    found: Dict[str, List[Twin]] = {}
    for twin in twins:
        found.setdefault(twin.kind, []).append(twin)
    return found


def _turns(places: Sequence[Twin], count: int) -> Iterator[Twin]:
    return (places[index % len(places)] for index in range(count))


def _distance(bench: Bench, places: Sequence[Twin]) -> float:
    """Of the circuit that a drift changes most, on average over the places."""
    largest = [
        max(
            sum(abs(one.get(key, 0.0) - other.get(key, 0.0)) for key in {*one, *other}) / 2
            for one, other in zip(bench.base, twin.chances)
        )
        for twin in places
    ]
    return sum(largest) / len(largest)
