"""What experiments and analysis results have in common, and how one gets its id.

>>> as_uuid(32 * "f")
'ffffffff-ffff-4fff-bfff-ffffffffffff'
>>> known_uuid("FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF")
'ffffffff-ffff-4fff-bfff-ffffffffffff'
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Stamp:
    """What the service itself says of a new entry. ``number`` counts those of its kind."""

    uuid: str
    number: int
    created: datetime


@dataclass(frozen=True)
class Entry:
    """One thing that users store and find again by its ``uuid``."""

    uuid: str
    number: int
    created: datetime
    updated: datetime


def as_uuid(digits: str) -> str:
    """32 hex digits in the form of a random UUID."""
    return str(uuid.UUID(hex=digits, version=4))


def known_uuid(text: str) -> Optional[str]:
    """``text`` in the one spelling by which entries are kept; None if it is no UUID."""
    lowered = text.lower()
    return lowered if _UUID.fullmatch(lowered) else None
