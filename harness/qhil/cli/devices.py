"""``qhil devices``: one line for every device."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

import click
from rich.text import Text

from qhil.cli.options import console, print_json, recordings_option
from qhil.recordings import devices as find_devices
from qhil.recordings.sources import sources

if TYPE_CHECKING:
    from qhil.recordings import DeviceSummary

_NOT_GATES = {"delay", "id", "if_else", "measure", "reset", "for_loop", "while_loop", "switch_case"}
"""What some configurations list in the basis, and every device of its time has: left out of the table."""


class Side(enum.Enum):
    """The side of a column that its cells keep to."""

    LEFT = enum.auto()
    RIGHT = enum.auto()


_COLUMNS = (
    ("device", Side.LEFT),
    ("qubits", Side.RIGHT),
    ("basis gates", Side.LEFT),
    ("date", Side.LEFT),
    ("T1 µs", Side.RIGHT),
    ("T2 µs", Side.RIGHT),
    ("ro %", Side.RIGHT),
    ("2q %", Side.RIGHT),
    ("source", Side.LEFT),
)
_GATES = 2
_FEWEST = 8


@click.command()
@recordings_option
@click.option(
    "--json", "as_json", is_flag=True, help="A JSON list, in SI units, of all that is known."
)
def devices(paths: Tuple[Path, ...], *, as_json: bool) -> None:
    """List every recorded device that can be found.

    T1, T2, readout errors (ro) and errors of two-qubit gates (2q) are medians over the newest
    calibration. Sources are searched in this order: --recordings, the folders in QHIL_RECORDINGS, a
    recordings/ folder here or above, the bundled devices, then the snapshots in an installed
    qiskit-terra and qiskit-ibm-runtime. A source in parentheses has the device too: --source of
    other commands reaches it.
    """
    found = find_devices(paths or None)
    if as_json:
        print_json([_facts(device) for device in found], indent=2)
        return
    out = console()
    labels = _source_labels(found, (source.label for source in sources(paths or None)))
    # Where somebody looks at a screen the table has to fit: sources are numbered.
    written = labels if out.is_terminal else {source: source for source in labels}
    rows = [[title for title, _ in _COLUMNS], *(_cells(device, written) for device in found)]
    heading, *lines = _lines(rows, out.width, gap=" " if out.is_terminal else "  ")
    out.print(Text(heading, "bold"), soft_wrap=True)
    out.print(Text("\n".join(lines)), soft_wrap=True)
    if out.is_terminal:
        key = "; ".join(f"{label} = {source}" for source, label in labels.items())
        out.print(Text(f"{len(found)} devices. Sources, nearest first: {key}", "dim"))


def _facts(device: DeviceSummary) -> Dict[str, object]:
    return {
        "name": device.name,
        "n_qubits": device.n_qubits,
        "basis_gates": list(device.basis_gates),
        "date": device.date.isoformat(),
        "dates": [date.isoformat() for date in device.dates],
        "median_t1": device.median_t1,
        "median_t2": device.median_t2,
        "median_readout_error": device.median_readout_error,
        "median_two_qubit_error": device.median_two_qubit_error,
        "source": device.source,
        "also_in": list(device.also_in),
    }


def _source_labels(found: Sequence[DeviceSummary], order: Iterable[str]) -> Dict[str, str]:
    """A number for each source that has a device, nearest first."""
    used = {name for device in found for name in (device.source, *device.also_in)}
    return {
        source: str(number)
        for number, source in enumerate((name for name in order if name in used), 1)
    }


def _lines(rows: Sequence[Sequence[str]], width: int, gap: str) -> Iterator[str]:
    """The lines of the table: columns as wide as their widest cell, that of gates at most what is left."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    surplus = sum(widths) + len(gap) * (len(widths) - 1) - width
    widths[_GATES] = max(widths[_GATES] - max(surplus, 0), _FEWEST)
    for row in rows:
        cells = [
            cell.rjust(width) if side is Side.RIGHT else _cut(cell, width).ljust(width)
            for cell, width, (_, side) in zip(row, widths, _COLUMNS)
        ]
        yield gap.join(cells).rstrip()


def _cut(cell: str, width: int) -> str:
    return cell if len(cell) <= width else f"{cell[: width - 2]}.."


def _cells(device: DeviceSummary, labels: Dict[str, str]) -> List[str]:
    others = (
        f" ({', '.join(labels[source] for source in device.also_in)})" if device.also_in else ""
    )
    return [
        device.name,
        str(device.n_qubits),
        " ".join(gate for gate in device.basis_gates if gate not in _NOT_GATES),
        f"{device.date:%Y-%m-%d}",
        _number(device.median_t1, 1e6, 0),
        _number(device.median_t2, 1e6, 0),
        _number(device.median_readout_error, 100, 2),
        _number(device.median_two_qubit_error, 100, 2),
        f"{labels[device.source]}{others}",
    ]


def _number(value: Optional[float], factor: float, digits: int) -> str:
    return "-" if value is None else f"{value * factor:.{digits}f}"
