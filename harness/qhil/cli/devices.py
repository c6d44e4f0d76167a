"""``qhil devices``: one line for every device."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple

import click
from rich.table import Table
from rich.text import Text

from qhil.cli.options import console, recordings_option
from qhil.recordings import devices as find_devices

if TYPE_CHECKING:
    from rich.console import Console

    from qhil.recordings import DeviceSummary

_NOT_GATES = {"delay", "id", "if_else", "measure", "reset", "for_loop", "while_loop", "switch_case"}
"""What some configurations list in the basis, and every device of its time has: left out of the table."""
_LEFT, _RIGHT = "left", "right"
_COLUMNS = (
    ("device", _LEFT),
    ("qubits", _RIGHT),
    ("basis gates", _LEFT),
    ("date", _LEFT),
    ("T1 µs", _RIGHT),
    ("T2 µs", _RIGHT),
    ("readout %", _RIGHT),
    ("2-qubit %", _RIGHT),
    ("source", _LEFT),
)


@click.command()
@recordings_option
@click.option(
    "--json", "as_json", is_flag=True, help="A JSON list, in SI units, of all that is known."
)
def devices(paths: Tuple[Path, ...], *, as_json: bool) -> None:
    """List every recorded device that can be found.

    T1, T2 and errors are medians over the newest calibration. Sources are searched in this order:
    --recordings, the folders in QHIL_RECORDINGS, a recordings/ folder here or above, the bundled
    devices, then the snapshots in an installed qiskit-terra and qiskit-ibm-runtime. A source in
    parentheses has the device too: --source of other commands reaches it.
    """
    found = find_devices(paths or None)
    if as_json:
        click.echo(json.dumps([_facts(device) for device in found], indent=2))
        return
    out = console()
    labels, key = _source_labels(found, narrow=out.is_terminal)
    out.print(_table(found, labels, out))
    if out.is_terminal:
        counted = f"{len(found)} devices; medians of the newest calibration"
        out.print(Text("; ".join([counted, *key]), style="dim"))


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


def _source_labels(
    found: Sequence[DeviceSummary], *, narrow: bool
) -> Tuple[Dict[str, str], List[str]]:
    """How each source is written in the table, and the key to it: numbers on a terminal, else full names."""
    sources = list(dict.fromkeys(name for one in found for name in (one.source, *one.also_in)))
    if not narrow or len(sources) == 1:
        return {source: source for source in sources}, []
    labels = {source: str(number) for number, source in enumerate(sources, 1)}
    return labels, [f"{label} = {source}" for source, label in labels.items()]


def _table(found: Sequence[DeviceSummary], labels: Dict[str, str], out: Console) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1 if out.is_terminal else 2, 0, 0))
    for title, side in _COLUMNS:
        table.add_column(title, justify="right" if side == _RIGHT else "left", no_wrap=True)
    for device in found:
        table.add_row(*(Text(cell) for cell in _cells(device, labels)))
    return table


def _cells(device: DeviceSummary, labels: Dict[str, str]) -> Tuple[str, ...]:
    others = (
        f" ({', '.join(labels[source] for source in device.also_in)})" if device.also_in else ""
    )
    return (
        device.name,
        str(device.n_qubits),
        " ".join(gate for gate in device.basis_gates if gate not in _NOT_GATES),
        f"{device.date:%Y-%m-%d}",
        _number(device.median_t1, 1e6, 0),
        _number(device.median_t2, 1e6, 0),
        _number(device.median_readout_error, 100, 2),
        _number(device.median_two_qubit_error, 100, 2),
        f"{labels[device.source]}{others}",
    )


def _number(value: Optional[float], factor: float, digits: int) -> str:
    return "-" if value is None else f"{value * factor:.{digits}f}"
