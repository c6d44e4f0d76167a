"""Figures in; a table for the terminal and the same as Markdown out."""

from __future__ import annotations

from typing import List, Sequence, Tuple

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure, text
from benchmarks.machine import description

_HEADINGS = ("", "qhil", "against", "", "asked")


def tell(figures: Sequence[Figure]) -> int:
    """Print the table twice, for a terminal and as Markdown; gives 1 if a limit was missed, for an exit code."""
    machine = description()
    show(figures, machine)
    print(markdown(figures, machine))
    return 0 if all(figure.kept for figure in figures) else 1


def show(figures: Sequence[Figure], machine: str) -> None:
    """Print the table."""
    table = Table(*_HEADINGS, title="qhil benchmarks", caption=machine)
    for figure in figures:
        table.add_row(*_cells(figure), style=None if figure.kept else "bold red")
    console = Console()
    console.print(table, width=max(console.width, 130))


def markdown(figures: Sequence[Figure], machine: str) -> str:
    """The table as the README has it."""
    lines: List[Tuple[str, ...]] = [_HEADINGS, ("---",) * len(_HEADINGS)]
    lines += [_cells(figure) for figure in figures]
    return "\n".join(["| " + " | ".join(line) + " |" for line in lines] + ["", machine])


def _cells(figure: Figure) -> Tuple[str, ...]:
    against = f"{figure.against} {text(figure.reference)}" if figure.against else ""
    asked = figure.asked if figure.kept else f"MISSED: {figure.asked}"
    return (figure.what, text(figure.ours), against, figure.ratio, asked)
