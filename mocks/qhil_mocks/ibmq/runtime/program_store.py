"""All runtime programs. The one owner of what changes about them."""

from __future__ import annotations

import itertools
import re
import threading
from dataclasses import replace
from datetime import datetime
from typing import Any, Dict, Iterable, List

from qhil_mocks.ibmq.runtime.program import Program
from qhil_mocks.ibmq.service_error import ServiceError, not_found
from qhil_mocks.identities import Identities
from qhil_mocks.shelves import Shelf

# An id is one part of an URL, into which the client puts it as it is.
_UNFIT = re.compile(r"[^A-Za-z0-9._~-]+")
_LONGEST_ID = 100


class ProgramStore:
    """Programs by id. ``ready_made`` are the service's own, which no shelf keeps."""

    def __init__(
        self, shelf: Shelf[Program], identities: Identities, ready_made: Iterable[Program]
    ) -> None:
        self._shelf = shelf
        self._identities = identities
        # Oldest first.
        self._programs: Dict[str, Program] = {one.id: one for one in ready_made}
        self._programs.update(shelf.load())
        self._lock = threading.RLock()

    def add(self, program: Program) -> Program:
        """Keep a new program, under an id of its own: its name while that is free.

        Raises:
            ServiceError: 409 if its owner has one of that name.
        """
        with self._lock:
            self._check_name(program)
            return self._keep(replace(program, id=self._free_id(program.name)))

    def get(self, program_id: str, user: str) -> Program:
        """The program, for whoever may see it.

        Raises:
            ServiceError: 404 if there is none that the user may know of; so do all that name a program.
        """
        program = self._programs.get(program_id)
        if program is None or not program.seen_by(user):
            raise not_found(f"Program {program_id}")
        return program

    def visible(self, user: str) -> List[Program]:
        """What a user may see, newest first."""
        with self._lock:
            return [one for one in reversed(list(self._programs.values())) if one.seen_by(user)]

    def change(self, program_id: str, user: str, now: datetime, **fields: Any) -> Program:
        """Replace some of what a program is.

        Raises:
            ServiceError: 403 if it is somebody else's; 409 if it is to have the name of another.
        """
        with self._lock:
            changed = replace(self._own(program_id, user), updated=now, **fields)
            self._check_name(changed)
            return self._keep(changed)

    def delete(self, program_id: str, user: str) -> None:
        """Forget a program.

        Raises:
            ServiceError: 403 if it is somebody else's.
        """
        with self._lock:
            del self._programs[self._own(program_id, user).id]
            self._shelf.drop(program_id)

    def _own(self, program_id: str, user: str) -> Program:
        program = self.get(program_id, user)
        if program.owner != user:
            raise ServiceError(
                403,
                f"You are not authorized to change program {program_id}: it is not yours",
                code="FORBIDDEN",
                name="ForbiddenError",
            )
        return program

    def _check_name(self, program: Program) -> None:
        for other in self._programs.values():
            same = (other.owner, other.name) == (program.owner, program.name)
            if same and other.id != program.id:
                raise ServiceError(
                    409,
                    f"You have a program named {program.name} already: {other.id}",
                    code="CONFLICT",
                    name="ConflictError",
                )

    def _free_id(self, name: str) -> str:
        plain = _UNFIT.sub("-", name)[:_LONGEST_ID]
        if plain.strip(".-") and plain not in self._programs:
            return plain
        for number in itertools.count():
            suffix = self._identities.text("program", name, number, digits=10)
            if f"{plain}-{suffix}" not in self._programs:
                return f"{plain}-{suffix}"
        raise AssertionError("there is no end to numbers")

    def _keep(self, program: Program) -> Program:
        self._shelf.put(program.id, program)
        self._programs[program.id] = program
        return program
