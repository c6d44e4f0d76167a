"""All entries of one kind: experiments, or analysis results. The one owner of what changes about them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, Generic, List, Optional, TypeVar

from qhil_mocks.ibmq.experiments.entry import Entry, Stamp, as_uuid, known_uuid
from qhil_mocks.ibmq.service_error import ServiceError, not_found
from qhil_mocks.identities import Identities
from qhil_mocks.numbering import Numbering
from qhil_mocks.shelves import Shelf

Kept = TypeVar("Kept", bound=Entry)

_STEP = timedelta(microseconds=1)


class Entries(Generic[Kept]):
    """Entries by uuid, oldest first. ``what`` is what an error calls one, ``lock`` who changes them holds."""

    def __init__(
        self,
        what: str,
        shelf: Shelf[Kept],
        *,
        numbers: Numbering,
        identities: Identities,
        lock: threading.RLock,
    ) -> None:
        self._what = what
        self._shelf = shelf
        self._identities = identities
        self._lock = lock
        self._kept: Dict[str, Kept] = dict(shelf.load())
        self._numbers = numbers
        self._newest = max((entry.created for entry in self._kept.values()), default=None)

    def add(self, now: datetime, uuid: Optional[str], make: Callable[[Stamp], Kept]) -> Kept:
        """Keep what ``make(stamp)`` gives, under ``uuid``, or an id of the service's where that is None.

        No two have one date, so that the newest come first also where a clock stands still.

        Raises:
            ServiceError: 409 if there is one of that uuid.
        """
        with self._lock:
            if uuid in self._kept:
                raise ServiceError(409, f"{self._what} {uuid} exists already", name="ConflictError")
            created = now
            if self._newest is not None and created <= self._newest:
                created = self._newest + _STEP
            number = self._numbers.next()
            stamp = Stamp(uuid or self._free_uuid(number), number, created)
            entry = self._keep(make(stamp))
            self._newest = created
            return entry

    def get(self, uuid: str) -> Kept:
        """The entry as it is.

        Raises:
            ServiceError: 404 if there is none; so do all methods.
        """
        entry = self._kept.get(known_uuid(uuid) or "")
        if entry is None:
            raise not_found(f"{self._what} {uuid}")
        return entry

    def all(self) -> List[Kept]:
        """Every one, oldest first."""
        with self._lock:
            return list(self._kept.values())

    def change(self, uuid: str, now: datetime, **fields: Any) -> Kept:
        """Replace some of what was said of an entry."""
        with self._lock:
            entry = self.get(uuid)
            return self._keep(replace(entry, updated=max(now, entry.updated), **fields))

    def delete(self, uuid: str) -> None:
        """Forget an entry."""
        with self._lock:
            entry = self.get(uuid)
            self._shelf.drop(entry.uuid)
            del self._kept[entry.uuid]

    def _keep(self, entry: Kept) -> Kept:
        self._shelf.put(entry.uuid, entry)
        self._kept[entry.uuid] = entry
        return entry

    def _free_uuid(self, number: int) -> str:
        """Drawn for the entry's number; another where somebody gave just that to an entry of theirs."""
        for attempt in range(len(self._kept) + 1):
            purpose = (self._what, number, attempt)
            uuid = as_uuid(self._identities.text(*purpose, digits=32))
            if uuid not in self._kept:
                return uuid
        raise AssertionError("more attempts than entries, and each of them taken")
