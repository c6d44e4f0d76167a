"""What enters a service and what leaves it; every door turns its own transport into these."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, List, Mapping, Optional, Tuple

from qhil_mocks.rest.mishap import Mishap


@dataclass(frozen=True)
class Request:
    """One request. ``path`` is decoded and starts with a slash; names of headers are in lower case.

    ``query``: names and values in order, decoded; a name may come again.
    """

    method: str
    path: str
    query: Tuple[Tuple[str, str], ...] = ()
    # Headers may hold a token: they stay out of logs and tracebacks.
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    def asked(self, name: str) -> Optional[str]:
        """The value of a name in the query, the last if there are several; None if there is none."""
        return dict(self.query).get(name)

    def all_asked(self, name: str) -> List[str]:
        """All values of a name in the query."""
        return [value for known, value in self.query if known == name]


@dataclass(frozen=True)
class Response:
    """One answer. ``headers``: those beside its content type and length. ``mishap``: what becomes of it on its way."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    content_type: str = "application/json"
    headers: Tuple[Tuple[str, str], ...] = ()
    mishap: Optional[Mishap] = None

    @classmethod
    def json(cls, content: Any, status: int = 200) -> Response:
        """``content`` as JSON."""
        return cls(status, json.dumps(content).encode("ascii"))
