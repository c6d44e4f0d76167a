"""What enters a service and what leaves it; every door turns its own transport into these."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Mapping


@dataclass(frozen=True)
class Request:
    """One request. ``path`` is decoded and starts with a slash; names of headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    # Headers may hold a token: they stay out of logs and tracebacks.
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Response:
    """One answer."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    content_type: str = "application/json"

    @classmethod
    def json(cls, content: Any, status: int = 200) -> Response:
        """``content`` as JSON."""
        return cls(status, json.dumps(content).encode("ascii"))
