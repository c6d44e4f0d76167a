"""Object storage: Qobj and results, reached by URLs that cannot be guessed, expire, and lead nowhere else.

The keys of the URLs are held as digests; they are good after a restart too, until they expire.
"""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Dict, Optional

from qhil_mocks.ibmq.service_error import ALREADY_READ, ServiceError, not_found
from qhil_mocks.identities import Identities, digest
from qhil_mocks.numbering import Numbering
from qhil_mocks.shelves import Shelves, Unkept

LIFETIME = timedelta(hours=1)
QOBJ = "qobj"
RESULT = "result"
_BETWEEN = "/"


@dataclass(frozen=True)
class _Grant:
    method: str
    job_id: str
    kind: str
    once: bool
    expires: datetime


class ObjectStorage:
    """What was uploaded and what is to be downloaded, by job and kind."""

    def __init__(self, identities: Identities, shelves: Optional[Shelves] = None) -> None:
        self._identities = identities
        self._shelves = shelves or Unkept()
        self._kept_objects = self._shelves.shelf("objects", bytes)
        self._kept_read = self._shelves.shelf("objects read", datetime)
        self._kept_grants = self._shelves.shelf("object grants", _Grant)
        self._objects: Dict[str, bytes] = self._kept_objects.load()
        self._read: Dict[str, datetime] = self._kept_read.load()
        # The oldest first: those that have expired go when one is added.
        self._grants: Dict[str, _Grant] = self._kept_grants.load()
        self._numbers = Numbering(self._shelves, "object grants")
        self._lock = threading.Lock()

    def grant(
        self, method: str, job_id: str, kind: str, now: datetime, *, once: bool = False
    ) -> str:
        """The key of an URL under which that object may be put or got for a while.

        ``once``: it can be got once, under whichever URL.

        Raises:
            ServiceError: 404 for what is to be got and is not there; if it was got before, with the code for that.
        """
        with self._lock:
            if method == "GET":
                self._check(_place(job_id, kind))
            made = _Grant(method, job_id, kind, once, now + LIFETIME)
            with self._shelves.together():
                key = self._identities.text("object", self._numbers.next(), digits=64)
                self._kept_grants.put(digest(key), made)
                self._forget_expired(now)
            self._grants[digest(key)] = made
        return key

    def put(self, key: str, content: bytes, now: datetime) -> None:
        """Keep what was sent to the URL with that key."""
        grant = self._granted("PUT", key, now)
        self.keep(grant.job_id, grant.kind, content)

    def get(self, key: str, now: datetime) -> bytes:
        """What the URL with that key leads to."""
        grant = self._granted("GET", key, now)
        place = _place(grant.job_id, grant.kind)
        with self._lock:
            self._check(place)
            if grant.once:
                self._kept_read.put(place, now)
                self._read[place] = now
            return self._objects[place]

    def keep(self, job_id: str, kind: str, content: bytes) -> None:
        """Keep an object."""
        place = _place(job_id, kind)
        with self._lock:
            self._kept_objects.put(place, content)
            self._objects[place] = content

    def content(self, job_id: str, kind: str) -> Optional[bytes]:
        """An object, for the service itself; None if there is none."""
        return self._objects.get(_place(job_id, kind))

    def delete(self, job_id: str, *kinds: str) -> None:
        """Forget what belongs to a job: objects of those kinds."""
        places = [_place(job_id, kind) for kind in kinds]
        with self._lock:
            with self._shelves.together():
                for place in places:
                    self._kept_objects.drop(place)
                    self._kept_read.drop(place)
            for place in places:
                self._objects.pop(place, None)
                self._read.pop(place, None)

    def _check(self, place: str) -> None:
        job_id, _, kind = place.partition(_BETWEEN)
        if place in self._read:
            raise ServiceError(
                403, f"The {kind} of a private job can be read only once", code=ALREADY_READ
            )
        if place not in self._objects:
            raise not_found(f"The {kind} of job {job_id}")

    def _granted(self, method: str, key: str, now: datetime) -> _Grant:
        grant = self._grants.get(digest(key))
        if grant is None or grant.method != method or now >= grant.expires:
            raise ServiceError(403, "Access Denied", code="AccessDenied", name="AccessDenied")
        return grant

    def _forget_expired(self, now: datetime) -> None:
        for key in list(
            itertools.takewhile(lambda one: now >= self._grants[one].expires, self._grants)
        ):
            self._kept_grants.drop(key)
            del self._grants[key]


def _place(job_id: str, kind: str) -> str:
    """Where an object is."""
    return f"{job_id}{_BETWEEN}{kind}"
