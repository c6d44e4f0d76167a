"""How every report begins that is one page of HTML: title, style and summary; nothing is fetched."""

from __future__ import annotations

from html import escape
from typing import Iterator


def beginning(title: str, *, style: str, summary: str, kind: str) -> Iterator[str]:
    """Up to the summary, which has the CSS class ``kind``; ``</main></body></html>`` is left to who ends the page."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>"
    )
    yield f"<h1>{escape(title)}</h1>"
    yield f'<p class="summary {kind}">{escape(summary)}</p>'
