"""The command line: one small module a command, imported when that command is called."""

from __future__ import annotations

from qhil.cli.app import main

__all__ = ["main"]
