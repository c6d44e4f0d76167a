"""A comparison for a terminal: the verdict, the circuits that differ most, what changed, and what it comes from.

Comparison -> rich's tables, which lose their colours and nothing else when they are printed into a file
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qhil.comparison.judged import JudgedCircuit, worst_first
from qhil.comparison.quantity_text import p_text, quantity_text, relative_text
from qhil.comparison.verdict import Verdict

if TYPE_CHECKING:
    from qhil.comparison.attribution import Attribution
    from qhil.comparison.calibration import CalibrationDrift
    from qhil.comparison.comparison import Comparison

_STYLES = {
    Verdict.AGREE: "bold green",
    Verdict.DRIFTED: "bold red",
    Verdict.INCONCLUSIVE: "bold yellow",
}
MOST_CIRCUITS = 20
MOST_CHANGES = 10


def report(comparison: Comparison) -> Group:
    """The whole report."""
    return Group(*_parts(comparison))


def _parts(comparison: Comparison) -> Iterator[RenderableType]:
    yield Text.assemble(
        (comparison.first, "bold"),
        " against ",
        (comparison.second, "bold"),
        f"  {_method(comparison)}",
    )
    yield _circuits(comparison)
    hidden = len(comparison.circuits) - MOST_CIRCUITS
    if hidden > 0:
        yield Text(f"and {hidden} more, which differ less", "dim")
    if comparison.p_suite is not None:
        yield Text(f"all circuits together: p {p_text(comparison.p_suite)}")
    if comparison.calibration is not None:
        yield from _calibration(comparison.calibration)
    if comparison.attribution is not None:
        yield from _attribution(comparison.attribution)
    yield Text()
    yield Text(comparison.summary, _STYLES[comparison.verdict])


def _method(comparison: Comparison) -> str:
    settings = comparison.settings
    return (
        f"false alarms {settings.false_alarm:g} ({settings.control}), within {settings.within:g}, "
        f"seed {comparison.seed}"
    )


def _circuits(comparison: Comparison) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in (
        "circuit",
        "qubits",
        "shots",
        "p",
        "adjusted",
        "distance (95 %)",
        "noise",
        "fidelity",
        "",
    ):
        table.add_column(name, justify="left" if name in ("circuit", "qubits", "") else "right")
    for one in worst_first(comparison.circuits)[:MOST_CIRCUITS]:
        deciding = one.p_holm if comparison.settings.control == "holm" else one.p_bh
        table.add_row(
            Text(one.name, "bold red" if one.differs else ""),
            Text(" ".join(map(str, one.qubits))),
            _shots(one),
            p_text(one.p),
            p_text(deciding),
            f"{one.distance.value:.3f} ({one.distance.low:.3f}..{one.distance.high:.3f})",
            f"{one.distance.floor:.3f}",
            f"{one.fidelity.value:.4f}",
            Text(_says(one)),
        )
    return table


def _says(one: JudgedCircuit) -> str:
    if one.differs:
        return "differs"
    return "agrees" if one.agrees else f"below {one.below:.2f}; {one.shots_needed:,} shots would do"


def _shots(one: JudgedCircuit) -> str:
    return " : ".join("exact" if shots is None else str(shots) for shots in one.shots)


def _calibration(drift: CalibrationDrift) -> Iterator[RenderableType]:
    days = f"{drift.before[:10]} -> {drift.after[:10]}"
    yield Text.assemble(
        ("\ncalibration", "bold"),
        f"  {days}: {len(drift.changes)} numbers changed, {drift.unchanged} not",
    )
    for what, places in (("gone", drift.gone), ("new", drift.new)):
        if places:
            yield Text(f"{what}: {_some(places)}")
    for line in drift.topology:
        yield Text(line)
    if not drift.changes:
        return
    if not drift.has_spread:
        yield Text(
            f"how unusual that is, is not known: the recording has {drift.dates} "
            f"date{'s' * (drift.dates != 1)}, 3 would do",
            "dim",
        )
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("where", "what", "before", "after", "change", "spreads"):
        table.add_column(name, justify="left" if name in ("where", "what") else "right")
    for one in drift.changes[:MOST_CHANGES]:
        table.add_row(
            one.place,
            one.quantity,
            quantity_text(one.quantity, one.before),
            quantity_text(one.quantity, one.after),
            relative_text(one.relative),
            "-" if one.spreads is None else f"{one.spreads:+.1f}",
        )
    yield table


def _attribution(found: Attribution) -> Iterator[RenderableType]:
    yield Text.assemble(
        ("\ncauses", "bold"),
        f"  mean distance from the recording {found.distance:.4f}; shot noise alone gives {found.floor:.4f}",
    )
    if found.under_new is not None:
        part = "" if found.explained is None else f", which explains {100 * found.explained:.0f} %"
        yield Text(f"from what the newer calibration says {found.under_new:.4f}{part}")
    if found.not_simulated:
        yield Text(f"under the newer calibration they cannot be simulated: {found.not_simulated}")
    if found.calibration:
        told = "; ".join(
            f"{one.place} {one.what} ({100 * one.share:.0f} %)" for one in found.calibration[:5]
        )
        yield Text(f"of the change of calibration, most is due to: {told}")
    for one in found.suspects:
        yield Text(f"would explain it: {one.place}, {one.amount} (gain {one.gain:.0f})")
    if found.left_out:
        yield Text(f"{found.left_out} circuits are too large to be simulated exactly", "dim")


def _some(places: tuple[str, ...]) -> str:
    shown = ", ".join(places[:8])
    return f"{shown} and {len(places) - 8} more" if len(places) > 8 else shown
