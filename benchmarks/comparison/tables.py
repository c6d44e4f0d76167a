"""A table of rates, for a terminal and as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Tuple

from rich.console import Console
from rich.table import Table as RichTable


@dataclass(frozen=True)
class Table:
    """Rows of texts. ``kept``: whether everything is as stated."""

    title: str
    heads: Tuple[str, ...]
    rows: List[Tuple[str, ...]]
    kept: bool = True


def show(table: Table) -> None:
    """Print it twice."""
    made = RichTable(*table.heads, title=table.title)
    for row in table.rows:
        made.add_row(*row)
    console = Console()
    console.print(made, width=max(console.width, 130))
    lines = [table.heads, ("---",) * len(table.heads), *table.rows]
    print("\n".join(f"| {' | '.join(line)} |" for line in lines))
    print(flush=True)


def share(hits: int, count: int) -> str:
    """``12 of 1000 = 1.2 % (0.6..2.1)``: with the 95 % interval of Clopper and Pearson."""
    from scipy.stats import binomtest

    if count == 0:
        return "-"
    low, high = binomtest(hits, count).proportion_ci(0.95, "exact")
    return f"{100 * hits / count:.3g} % ({100 * low:.2g}..{100 * high:.3g})"
