"""What must not be read by others, taken out of a text.

>>> redacted("hub=acme: alice@example.org may not", ["acme"])
'hub=[removed]: [removed] may not'
"""

from __future__ import annotations

import re
from typing import Iterable, List, Pattern

REMOVED = "[removed]"

_PATTERNS: List[Pattern[str]] = [
    # E-mail.
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # A JSON web token, which the platform's bearer tokens and those of the legacy websocket are.
    re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"),
    # A cloud resource name: account and instance.
    re.compile(r"\bcrn:v\d[^\s\"',]*"),
    # An API token of the legacy service has 128 hexadecimal digits, a job's or user's id 24; ids elsewhere are
    # UUIDs. The least that is taken for such: 24.
    re.compile(r"\b[0-9a-fA-F]{24,}\b"),
    re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"),
    # A key of IBM Cloud has 44 characters, an id of a platform job 20, made of letters and digits.
    re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{44}(?![\w-])"),
    re.compile(r"(?<![\w-])(?=[a-z]*\d)[a-z0-9]{20}(?![\w-])"),
    # Hub, group and project inside an address.
    re.compile(r"(?<=/Network/)[^/\s]+|(?<=/Groups/)[^/\s]+|(?<=/Projects/)[^/\s]+"),
]


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` without ``secrets``, and without what looks like one."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        # Between letters and digits a short name is part of another word.
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", REMOVED, text)
    for pattern in _PATTERNS:
        text = pattern.sub(REMOVED, text)
    return text
