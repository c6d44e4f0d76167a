"""Checks what a program publishes against the schemas of its metadata."""

from __future__ import annotations

import itertools
import json
from typing import Any, Callable

from qhil.program.messenger import Message
from qhil.program.metadata import ProgramMetadata


def message_check(metadata: ProgramMetadata) -> Callable[[Message], None]:
    """What is to be called with each message of a run; raises `SchemaError` for one that breaks its schema."""
    count = itertools.count()

    def check(message: Message) -> None:
        wire = wire_form(message.text)
        if message.final:
            metadata.check_result(wire)
        else:
            metadata.check_interim(wire, next(count))

    return check


def wire_form(text: str) -> Any:
    """The plain JSON of a message; the text itself where an encoder of the program's own wrote no JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
