"""The fenced blocks of a Markdown page, as MyST reads them.

A fence opens with a language, or with a directive in braces and its argument; a directive's
options are lines of the form ``:name: value`` at its top.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

OPTION = re.compile(r":([\w-]+):\s*(.*)")
DIRECTIVE = re.compile(r"\{([\w:-]+)\}\s*(.*)")


@dataclass(frozen=True)
class Block:
    """One fence: its language or directive, what stands in it, and the line where that begins."""

    kind: str
    argument: str
    options: dict[str, str]
    body: str
    line: int


def blocks(page: Path) -> list[Block]:
    """All fences of a page in order, those in lists and quotations too."""
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    return [_block(token) for token in tokens if token.type in ("fence", "code_block")]


def _block(token) -> Block:
    line = token.map[0] + 2
    if token.type == "code_block":  # indented: no language, so nobody knows what it is
        return Block("indented", "", {}, token.content, line - 1)
    found = DIRECTIVE.fullmatch(token.info.strip())
    if found is None:
        return Block(token.info.strip(), "", {}, token.content, line)
    kind, argument = found.groups()
    options, body = _options(token.content)
    line += len(options)
    if kind in ("code-block", "code", "sourcecode"):
        return Block(argument, "", options, body, line)
    return Block(f"{{{kind}}}", argument, options, body, line)


def _options(content: str) -> tuple[dict[str, str], str]:
    lines = content.splitlines(keepends=True)
    options = {}
    while lines and (found := OPTION.fullmatch(lines[0].strip())):
        options[found[1]] = found[2]
        del lines[0]
    return options, "".join(lines)
