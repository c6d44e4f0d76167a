"""Metadata as plain JSON: from a file, or from a dictionary as an upload would write it."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple, Union

from qhil.program.metadata.errors import MetadataError
from qhil.program.metadata.plain_words import described


def read_metadata(
    metadata: Union[Mapping[str, Any], str, Path],
) -> Tuple[Dict[str, Any], Optional[str]]:
    """The JSON object, and the path of its file as text, None for a dictionary.

    Raises:
        MetadataError: if it cannot be read or is no JSON object.
    """
    if isinstance(metadata, (str, Path)):
        file = str(metadata)
        plain = _parsed(_text(Path(metadata)), file)
    else:
        file, plain = None, _as_sent(metadata)
    if not isinstance(plain, dict):
        found = described(plain)
        raise MetadataError("", file=file, path="$", expected="an object", found=found)
    return plain, file


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        others = [other.name for other in path.parent.glob("*.json")]
        near = difflib.get_close_matches(path.name, others, n=3)
        there = f" (nearest: {', '.join(near)})" if near else ""
        raise MetadataError(f"no such file{there}", file=str(path)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise MetadataError(f"cannot be read: {reason}", file=str(path)) from None


def _parsed(text: bytes, file: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: no JSON, or no UTF-8
        raise MetadataError(f"no JSON: {error}", file=file) from None


def _as_sent(metadata: Any) -> Any:
    """As JSON has it: tuples are arrays, and keys text."""
    if not isinstance(metadata, Mapping):
        found = type(metadata).__name__
        raise MetadataError("", expected="a dictionary or the path of a JSON file", found=found)
    try:
        return json.loads(json.dumps(dict(metadata)))
    except (TypeError, ValueError, RecursionError) as error:
        raise MetadataError(f"cannot be sent as JSON: {error}") from None
