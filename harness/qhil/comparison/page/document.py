"""The page as a whole.

Comparison -> verdict, circuits, causes, device map, histograms, change of calibration, history, and the method in words
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterator

from qhil.comparison.page.device_map import device_map
from qhil.comparison.page.histograms import histograms
from qhil.comparison.page.history import history
from qhil.comparison.page.script import SCRIPT
from qhil.comparison.page.style import STYLE
from qhil.comparison.page.tables import changes, circuits
from qhil.comparison.page.words import causes, method
from qhil.comparison.quantity_text import p_text
from qhil.report_page import beginning

if TYPE_CHECKING:
    from qhil.comparison.comparison import Comparison


def to_html(comparison: Comparison) -> str:
    """The text of the page."""
    return "\n".join(_page(comparison)) + "\n"


def _page(comparison: Comparison) -> Iterator[str]:
    title = f"{comparison.first} against {comparison.second}"
    yield from beginning(
        title, style=STYLE, summary=comparison.summary, kind=comparison.verdict.value
    )
    yield from _facts(comparison)
    yield from causes(comparison)
    yield from device_map(comparison)
    yield from histograms(comparison)
    yield from circuits(comparison)
    yield from changes(comparison)
    yield from history(comparison)
    yield from method(comparison)
    yield f"</main>\n<script>{SCRIPT}</script>\n</body>\n</html>"


def _facts(comparison: Comparison) -> Iterator[str]:
    settings = comparison.settings
    p = comparison.p_suite
    facts = {
        "Device": comparison.device,
        "Circuits": f"{len(comparison.circuits)}, of which {len(comparison.differing)} differ",
        "All together": "no test" if p is None else f"p {p_text(p)}",
        "False alarms": f"{100 * settings.false_alarm:g} % of comparisons of equals, at most",
        "Agree": f"distances shown to be within {settings.within:g}",
        "Seed": str(comparison.seed),
    }
    if settings.tolerance:
        facts["Tolerated"] = f"distances up to {settings.tolerance:g}"
    yield "<dl>"
    yield from (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    yield "</dl>"
