"""Checks what a program publishes against the schemas of its metadata."""

from __future__ import annotations

import itertools
import json
from typing import Any, Callable

from qhil.program.messenger import Message


def message_check(metadata: Any) -> Callable[[Message], None]:
    """What is to be called with each message of a run; raises `SchemaError` for one that breaks its schema.

    ``metadata``: what `ProgramMetadata.of` takes; None checks nothing.
    """
    if metadata is None:
        return lambda _message: None
    from qhil.program.metadata import ProgramMetadata

    facts = ProgramMetadata.of(metadata)
    count = itertools.count()

    def check(message: Message) -> None:
        wire = wire_form(message.text)
        if message.final:
            facts.check_result(wire)
        else:
            facts.check_interim(wire, next(count))

    return check


def wire_form(text: str) -> Any:
    """The plain JSON of a message; the text itself where an encoder of the program's own wrote no JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
