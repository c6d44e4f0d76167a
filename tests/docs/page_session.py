"""What a reader who follows a page does: its blocks, one after the other, in one empty folder.

- Python runs, all blocks of a page in one namespace; lines with ``>>>`` have to give what is shown.
- In a console block, each line behind ``$`` is run by a shell; its output has to be what is shown,
  with ``...`` for any text, and where none is shown the command has to succeed.
- A file that a page includes, or a block with a caption, is written under its caption for the
  commands that follow.
"""

from __future__ import annotations

import configparser
import doctest
import json
import re
import sys
from pathlib import Path
from typing import Callable

from page_blocks import Block

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RENDERED = {"{toctree}", "{eval-rst}"}
"""Directives that hold no code; building the documentation checks them."""

SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class PageError(AssertionError):
    """A page shows what does not happen."""


class PageSession:
    """Does what the blocks of one page say."""

    def __init__(self, page: Path, folder: Path, shell: Callable) -> None:
        self.page, self.folder, self.shell = page, folder, shell
        self.namespace = {"__name__": "__main__"}
        self.unused: dict[str, Block] = {}
        self.kinds: dict[str, Callable[[Block], None]] = {
            "python": self.python,
            "pycon": self.dialogue,
            "console": self.console,
            "toml": lambda block: self.file(block, tomllib.loads),
            "ini": lambda block: self.file(block, configparser.ConfigParser().read_string),
            "json": lambda block: self.file(block, json.loads),
            "{literalinclude}": self.include,
        }

    def follow(self, block: Block) -> None:
        """Do what one block says; raises `PageError` if it does not come out as shown."""
        if block.kind in RENDERED:
            return
        if block.kind not in self.kinds:
            raise self.error(block, f"nothing checks a block of kind {block.kind!r}")
        self.kinds[block.kind](block)

    def end(self) -> None:
        """The page is over: each file on it must have been there for something."""
        for name, block in self.unused.items():
            raise self.error(block, f"nothing follows that could use {name}")

    def error(self, block: Block, problem: str) -> PageError:
        return PageError(f"{self.page}:{block.line}: {problem}")

    def python(self, block: Block) -> None:
        if "caption" in block.options:
            return self.file(block, lambda text: compile(text, str(self.page), "exec"))
        code = compile("\n" * (block.line - 1) + block.body, str(self.page), "exec")
        exec(code, self.namespace)
        self.use_named(block)
        return None

    def dialogue(self, block: Block) -> None:
        example = doctest.DocTestParser().get_doctest(
            block.body, self.namespace, self.page.name, str(self.page), block.line - 1
        )
        if not example.examples:
            raise self.error(block, "has no line with >>>")
        said: list[str] = []
        runner = doctest.DocTestRunner(verbose=False, optionflags=SAME)
        runner.run(example, out=said.append, clear_globs=False)
        self.namespace.update(example.globs)
        if said:
            raise PageError("".join(said))
        self.use_named(block)

    def use_named(self, block: Block) -> None:
        """Python uses the files that it names, a shell all that there are."""
        for name in [name for name in self.unused if Path(name).stem in block.body]:
            del self.unused[name]

    def console(self, block: Block) -> None:
        self.unused.clear()
        commands = re.split(r"^\$ ", block.body, flags=re.MULTILINE)
        if commands[0].strip() or not commands[1:]:
            raise self.error(block, "a console block begins with a line behind $")
        for command in commands[1:]:
            line, _, shown = command.partition("\n")
            ended = self.shell(line, cwd=self.folder)
            self.compare(block, line, shown, ended)

    def compare(self, block: Block, line: str, shown: str, ended) -> None:
        if not shown.strip():
            if ended.returncode:
                raise self.error(block, f"`{line}` failed:\n{ended.stdout}")
        elif not doctest.OutputChecker().check_output(shown, ended.stdout, SAME):
            raise self.error(block, f"`{line}` shows\n{shown}\nbut gives\n{ended.stdout}")

    def include(self, block: Block) -> None:
        source = (self.page.parent / block.argument).resolve()
        if "caption" not in block.options:
            raise self.error(block, f"{block.argument}: a file needs its name as :caption:")
        self.write(block, source.read_text(encoding="utf-8"))

    def file(self, block: Block, parse: Callable[[str], object]) -> None:
        if "caption" not in block.options:
            raise self.error(block, f"{block.kind}: a file needs its name as :caption:")
        parse(block.body)
        self.write(block, block.body)

    def write(self, block: Block, text: str) -> None:
        path = self.folder / block.options["caption"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.unused[block.options["caption"]] = block
