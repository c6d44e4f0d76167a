"""The directive ``plugin``: what the pytest plugin offers, from the plugin itself.

``.. plugin:: fixtures`` gives names and docstrings; ``markers``, ``options`` and ``keys`` what the
plugin tells pytest of them.
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

from qhil import pytest_plugin

Entry = tuple[str, str]


def fixtures() -> list[Entry]:
    """Fixtures that tests name, and their docstrings."""
    return [
        (name, inspect.getdoc(value) or "")
        for name, value in vars(pytest_plugin).items()
        if type(value).__name__ == "FixtureFunctionDefinition" and value.name == name
    ]


def markers() -> list[Entry]:
    """What ``pytest --markers`` says of the plugin's."""
    alone = ("-c", os.devnull, "--noconftest", "-p", "qhil.pytest_plugin")
    shown = subprocess.run(
        [sys.executable, "-m", "pytest", *alone, "--markers"],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return re.findall(r"^(@pytest.mark.*?): \(qhil\) (.*)", shown, re.MULTILINE)


class _Parser:
    """Stands where pytest's own would, and keeps what it is told."""

    def __init__(self) -> None:
        self.options: list[Entry] = []
        self.keys: list[Entry] = []

    def getgroup(self, *names: str) -> _Parser:
        del names
        return self

    def addoption(self, name: str, **facts: Any) -> None:
        self.options.append((f"{name} {facts.get('metavar', '')}".strip(), facts["help"]))

    def addini(self, name: str, text: str, *facts: Any, **more: Any) -> None:
        del facts, more
        self.keys.append((name, text))


def _parsed() -> _Parser:
    parser = _Parser()
    pytest_plugin.pytest_addoption(parser)
    return parser


KINDS = {
    "fixtures": fixtures,
    "markers": markers,
    "options": lambda: _parsed().options,
    "keys": lambda: _parsed().keys,
}


class Plugin(Directive):
    """Gives a definition list of one kind of thing."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the list."""
        kind = self.arguments[0]
        entries = KINDS[kind]()
        if not entries:
            raise self.error(f"the plugin has no {kind}")
        lines: list[str] = []
        for name, text in entries:
            indented = re.sub(r"^(?=.)", "    ", _as_rst(text), flags=re.MULTILINE)
            lines += [f"``{name}``", *indented.splitlines(), ""]
        container = nodes.container()
        self.state.nested_parse(StringList(lines, kind), self.content_offset, container)
        return container.children


def _as_rst(text: str) -> str:
    """Plain text with an upper-case start; what is in backticks stays, names of qhil's become links."""
    parts = re.split(r"(``.*?``)", text[:1].upper() + text[1:])
    for place, part in enumerate(parts):
        if place % 2 == 0:
            escaped = re.sub(r"([*@]|-(?=-))", r"\\\1", part)
            parts[place] = re.sub(r"\bqhil\.(\w+)", r":py:obj:`qhil.\1`", escaped)
    return "".join(parts)


def setup(app: Any) -> dict[str, bool]:
    """Make the directive known to Sphinx."""
    app.add_directive("plugin", Plugin)
    return {"parallel_read_safe": True}
