"""All that the service knows. Facts, and the owners of what changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from qhil_mocks.bell import Bell
from qhil_mocks.clock import Clock
from qhil_mocks.ibmq.access import Access
from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.bookings import Booking
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.jobs import JobStore, Progress, Schedule
from qhil_mocks.ibmq.storage import ObjectStorage
from qhil_mocks.identities import Identities


@dataclass(frozen=True)
class State:
    """One service's state."""

    identities: Identities
    clock: Clock
    bell: Bell
    users: Tuple[User, ...]
    access: Access
    devices: Devices
    bookings: Tuple[Booking, ...]
    jobs: JobStore
    storage: ObjectStorage
    schedule: Schedule
    progress: Progress

    @classmethod
    def new(
        cls,
        *,
        identities: Identities,
        clock: Clock,
        users: Tuple[User, ...],
        devices: Devices,
        bookings: Tuple[Booking, ...],
        access: Optional[Access] = None,
    ) -> State:
        """The state of a service that nobody has used yet, though some may have logged in if ``access`` is given."""
        bell = Bell()
        jobs, storage = JobStore(bell), ObjectStorage(identities)
        schedule = Schedule(jobs, clock.durations)
        return cls(
            identities=identities,
            clock=clock,
            bell=bell,
            users=users,
            access=access or Access(users, identities),
            devices=devices,
            bookings=bookings,
            jobs=jobs,
            storage=storage,
            schedule=schedule,
            progress=Progress(
                jobs=jobs,
                schedule=schedule,
                storage=storage,
                devices=devices,
                identities=identities,
            ),
        )

    def renewed(self, seed: Optional[int] = None) -> State:
        """The state of the same service before anybody used it. ``seed``: None for the one it has.

        Users, and what they hold to come in, stay as they are.
        """
        return State.new(
            identities=self.identities if seed is None else Identities(seed),
            clock=self.clock,
            users=self.users,
            devices=self.devices,
            bookings=self.bookings,
            access=self.access,
        )
