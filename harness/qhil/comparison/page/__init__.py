"""A comparison as one page of HTML that needs nothing else: no font, no network, and a script of its own to sort."""

from qhil.comparison.page.document import to_html

__all__ = ["to_html"]
