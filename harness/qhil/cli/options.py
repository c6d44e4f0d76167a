"""Options that several commands have, and the console that they print to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Dict, Optional, TypeVar

import click
from rich.console import Console
from rich.text import Text

_Command = TypeVar("_Command", bound=Callable[..., Any])

WIDE = 1 << 16
"""Columns where nobody looks at a screen: a line is a line, for ``grep`` and ``cut``."""


def recordings_option(command: _Command) -> _Command:
    """``--recordings DIR``, as often as wanted."""
    return click.option(
        "--recordings",
        "paths",
        multiple=True,
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="A folder of recordings, looked into before all others. May be repeated.",
    )(command)


def source_option(command: _Command) -> _Command:
    """``--source S``."""
    return click.option(
        "--source",
        metavar="SOURCE",
        help="Take the device from this source, as `qhil devices` names it.",
    )(command)


def at_option(command: _Command) -> _Command:
    """``--at DATE``."""
    return click.option(
        "--at",
        metavar="DATE",
        help="The device as it was then: its newest calibration not later, such as 2023-01-31.",
    )(command)


def inputs_option(command: _Command) -> _Command:
    """``--inputs JSON|@FILE``: a dictionary."""
    return click.option(
        "--inputs",
        callback=_inputs,
        default="{}",
        metavar="JSON|@FILE",
        help="What main is called with, besides backend and messenger.",
    )(command)


class _Console(Console):
    """A console that leaves it to the command what a reader who went away means."""

    def on_broken_pipe(self) -> None:
        """Tell, where rich would end the process with a failure."""
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """A console; its lines are never broken where it is no terminal."""
    made = _Console(stderr=stderr, highlight=False)
    if not made.is_terminal:
        made.width = WIDE
    return made


def print_json(value: Any, *, indent: Optional[int] = None) -> None:
    """Print plain data to standard output. Not by ``click.echo``: it fails where a reader went away."""
    console().print(Text(json.dumps(value, indent=indent)), soft_wrap=True)


def _inputs(ctx: click.Context, param: click.Parameter, value: str) -> Dict[str, Any]:
    """The inputs behind a JSON object, or behind ``@`` and the name of a file that holds one."""
    del ctx, param
    where = "--inputs"
    if value.startswith("@"):
        where = value[1:]
        try:
            value = Path(where).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise click.UsageError(f"--inputs: {where} cannot be read: {error}") from None
    try:
        inputs = json.loads(value)
    except json.JSONDecodeError as error:
        raise click.UsageError(f"{where} is no JSON: {error}") from None
    if not isinstance(inputs, dict):
        raise click.UsageError(
            f"{where} must be a JSON object of main's inputs, not {json.dumps(inputs)[:60]}"
        )
    return inputs
