"""What a service was asked of late: for whoever wants to see what a client does.

A request is told by its route, never by its path, query, headers or body: those may hold tokens, keys of stored
objects, or what somebody else is working on.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Deque, List, Optional

# Requests.
KEPT = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """One request and the status of its answer; ``route`` and ``operation`` are None where it has no route."""

    when: datetime
    method: str
    route: Optional[str]
    operation: Optional[str]
    status: int


class RequestLog:
    """The newest requests. Each is also a line of this module's logger, of level INFO."""

    def __init__(self) -> None:
        self._asked: Deque[Asked] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def add(self, asked: Asked) -> None:
        """Note one."""
        with self._lock:
            self._asked.append(asked)
        _log.info(
            "%s %s %s %d",
            asked.method,
            asked.route or "(no such route)",
            asked.operation or "-",
            asked.status,
        )

    def newest(self) -> List[Asked]:
        """What is kept, oldest first."""
        with self._lock:
            return list(self._asked)
