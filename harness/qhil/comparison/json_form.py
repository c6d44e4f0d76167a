"""A comparison as JSON, with the version of its form.

Comparison -> {"format": "qhil.comparison", "version": 1, ...} -> Comparison
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Dict

import msgspec

from qhil.comparison.comparison import Comparison
from qhil.errors import ComparisonError

FORMAT = "qhil.comparison"
VERSION = 1


def to_json(comparison: Comparison) -> str:
    """The text of a comparison."""
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "summary": comparison.summary,
        "exit_code": comparison.exit_code,
        **asdict(comparison),
        "verdict": comparison.verdict.value,
    }
    return json.dumps(facts, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def from_json(text: str) -> Comparison:
    """The comparison behind a text. What follows from the rest (``summary``, ``exit_code``) is not read.

    Raises:
        ComparisonError: if it is none, or of another version.
    """
    try:
        facts = json.loads(text)
    except json.JSONDecodeError as error:
        raise ComparisonError(f"this is not a comparison: {error}") from None
    found = facts.get("format") if isinstance(facts, dict) else type(facts).__name__
    if found != FORMAT:
        raise ComparisonError(
            f"this is not a comparison: expected format {FORMAT!r}, found {found!r}"
        )
    if facts.get("version") != VERSION:
        raise ComparisonError(
            f"a comparison of version {facts.get('version')!r} cannot be read: this qhil knows version {VERSION}"
        )
    try:
        return msgspec.convert(facts, Comparison)
    except msgspec.ValidationError as error:
        raise ComparisonError(f"this is not a comparison: {error}") from None


def schema() -> Dict[str, Any]:
    """The JSON schema of the form (draft 2020-12)."""
    made = msgspec.json.schema(Comparison)
    body = made["$defs"]["Comparison"]
    body["properties"].update(
        format={"const": FORMAT},
        version={"const": VERSION},
        summary={"type": "string"},
        exit_code={"enum": [0, 1, 2]},
    )
    body["required"] = ["format", "version", *body["required"]]
    return made
