"""``qhil record``: a live device becomes a recording."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import click

from qhil.cli.exit_codes import DONE, EXIT_CODES
from qhil.cli.live.options import Spending, agreed, service_option, spending, spending_options
from qhil.cli.live.shown import shown
from qhil.cli.options import console
from qhil.cli.run.signals import ended_in_order
from qhil.live import open_source, plan_measurement
from qhil.live.circuit_files import circuits_in
from qhil.live.history import Period
from qhil.live.record import DEFAULT_FOLDER
from qhil.live.record import record as record_device
from qhil.recordings.moments import file_stamp

if TYPE_CHECKING:
    from qhil.live import LiveSource
    from qhil.live.record import RecordReport

RUNS = "runs"
"""Below a recording's folder: what was measured on the device."""


@click.command(epilog=EXIT_CODES)
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_FOLDER,
    show_default=True,
    metavar="FOLDER",
    help="Where recordings are; the device has the folder of its name there.",
)
@click.option(
    "--history",
    metavar="FROM..TO",
    help="All calibrations of that period that the service still has, such as 2023-01-01..2023-03-31 or 2023-01-01..",
)
@click.option(
    "--runs",
    type=click.Path(path_type=Path),
    metavar="QASM|standard",
    help="Measure the circuits of this .qasm file, or of all such files in this folder, or the standard set of "
    "`qhil compare`, too.",
)
@click.option(
    "--shots", type=click.IntRange(min=1), default=4000, show_default=True, help="Of each circuit."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Fixes the standard circuits, and how others are transpiled that the device does not take as they are.",
)
@click.option("--scrub", is_flag=True, help="Clean what is recorded already, too.")
@service_option
@spending_options
def record(
    *,
    name: str,
    into: Path,
    history: Optional[str],
    runs: Optional[Path],
    shots: int,
    seed: int,
    scrub: bool,
    service: Optional[str],
    max_seconds: Optional[float],
    max_jobs: Optional[int],
    max_shots: Optional[int],
    yes: bool,
    dry_run: bool,
    journal: Optional[Path],
) -> int:
    """Record the live device NAME: its configuration, calibrations and pulse defaults.

    What is recorded already stays, and is added to. Tokens, accounts, hubs, projects, instances, ids of jobs and e-mail
    addresses are not recorded. Circuits are measured only with --runs: what that costs is told first, and asked about.
    """
    said = spending(
        max_seconds=max_seconds,
        max_jobs=max_jobs,
        max_shots=max_shots,
        yes=yes,
        dry_run=dry_run,
        journal=journal,
    )
    period = None
    if history is not None:
        period = Period.parse(history, now=datetime.now(timezone.utc))
    source = open_source(service)
    with ended_in_order():
        if not dry_run:
            with shown() as progress:
                report = record_device(
                    name,
                    into=into,
                    history=period,
                    scrub=scrub,
                    source=source,
                    on_progress=progress.share,
                )
            _tell(report)
        if runs is not None:
            _measure(source, name, runs, into / name / RUNS, said, shots=shots, seed=seed)
    return DONE


def _tell(report: RecordReport) -> None:
    out = console()
    dates = len(report.recording.history)
    out.print(
        f"{report.recording.name}: {len(report.added)} new of {dates} calibrations, newest "
        f"{report.recording.properties().date:%Y-%m-%d %H:%M} UTC, in {report.folder}",
        soft_wrap=True,
        markup=False,
    )
    if report.removed:
        out.print(f"removed, as private: {len(report.removed)} places", soft_wrap=True)
        for place in report.removed[:20]:
            out.print(f"  {place}", soft_wrap=True, markup=False)


def _measure(
    source: LiveSource,
    name: str,
    runs: Path,
    into: Path,
    said: Spending,
    *,
    shots: int,
    seed: int,
) -> None:
    from qhil.live import recording_of_today

    today, _ = recording_of_today(source, name)
    plan = plan_measurement(source, name, circuits_in(runs, today, shots=shots, seed=seed))
    if not agreed(name, plan.cost, said):
        return
    with shown() as progress:
        run = plan.run(
            budget=said.budget,
            journal=said.journal,
            on_step=progress.step,
            keep=lambda done: done.save(into / f"{file_stamp(done.taken)}.json"),
        )
    path = into / f"{file_stamp(run.taken)}.json"
    console().print(
        f"{len(run.circuits)} circuits measured, in {path}", soft_wrap=True, markup=False
    )
