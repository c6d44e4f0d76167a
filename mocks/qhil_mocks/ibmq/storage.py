"""Object storage: Qobj and results, reached by URLs that cannot be guessed, expire, and lead nowhere else."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Dict, Optional, Set, Tuple

from qhil_mocks.ibmq.service_error import ALREADY_READ, ServiceError, not_found
from qhil_mocks.identities import Identities

LIFETIME = timedelta(hours=1)
QOBJ = "qobj"
RESULT = "result"


@dataclass(frozen=True)
class _Grant:
    method: str
    job_id: str
    kind: str
    once: bool
    expires: datetime


class ObjectStorage:
    """What was uploaded and what is to be downloaded, by job and kind."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self._objects: Dict[Tuple[str, str], bytes] = {}
        self._read: Set[Tuple[str, str]] = set()
        self._grants: Dict[str, _Grant] = {}
        self._count = itertools.count()
        self._lock = threading.Lock()

    def grant(
        self, method: str, job_id: str, kind: str, now: datetime, *, once: bool = False
    ) -> str:
        """The key of an URL under which that object may be put or got for a while.

        ``once``: it can be got once, under whichever URL.

        Raises:
            ServiceError: 404 for what is to be got and is not there; if it was got before, with the code for that.
        """
        if method == "GET":
            self._check(job_id, kind)
        key = self._identities.text("object", next(self._count), digits=64)
        self._grants[key] = _Grant(method, job_id, kind, once, now + LIFETIME)
        return key

    def put(self, key: str, content: bytes, now: datetime) -> None:
        """Keep what was sent to the URL with that key."""
        grant = self._granted("PUT", key, now)
        self.keep(grant.job_id, grant.kind, content)

    def get(self, key: str, now: datetime) -> bytes:
        """What the URL with that key leads to."""
        grant = self._granted("GET", key, now)
        with self._lock:
            self._check(grant.job_id, grant.kind)
            place = (grant.job_id, grant.kind)
            if grant.once:
                self._read.add(place)
            return self._objects[place]

    def keep(self, job_id: str, kind: str, content: bytes) -> None:
        """Keep an object."""
        self._objects[job_id, kind] = content

    def content(self, job_id: str, kind: str) -> Optional[bytes]:
        """An object, for the service itself; None if there is none."""
        return self._objects.get((job_id, kind))

    def delete(self, job_id: str, *kinds: str) -> None:
        """Forget what belongs to a job: objects of those kinds."""
        for kind in kinds:
            self._objects.pop((job_id, kind), None)

    def _check(self, job_id: str, kind: str) -> None:
        if (job_id, kind) in self._read:
            raise ServiceError(
                403, f"The {kind} of a private job can be read only once", code=ALREADY_READ
            )
        if (job_id, kind) not in self._objects:
            raise not_found(f"The {kind} of job {job_id}")

    def _granted(self, method: str, key: str, now: datetime) -> _Grant:
        grant = self._grants.get(key)
        if grant is None or grant.method != method or now >= grant.expires:
            raise ServiceError(403, "Access Denied", code="AccessDenied", name="AccessDenied")
        return grant
