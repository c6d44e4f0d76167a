"""All that the service knows. Facts, and the owners of what changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from qhil_mocks.bell import Bell
from qhil_mocks.clock import Clock
from qhil_mocks.ibmq.access import Access
from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.bookings import Booking
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.experiments import ResultsDB
from qhil_mocks.ibmq.jobs import JobStore, Progress, Schedule
from qhil_mocks.ibmq.runtime import InterimResults, Program, ProgramStore, Runner, RuntimeJobStore
from qhil_mocks.ibmq.runtime.catalog import ready_made_programs
from qhil_mocks.ibmq.storage import ObjectStorage
from qhil_mocks.identities import Identities
from qhil_mocks.shelves import Unkept


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
    programs: ProgramStore
    runtime_jobs: RuntimeJobStore
    interim: InterimResults
    runner: Runner
    results_db: ResultsDB

    @classmethod
    def new(
        cls,
        *,
        identities: Identities,
        clock: Clock,
        users: Tuple[User, ...],
        devices: Devices,
        bookings: Tuple[Booking, ...],
    ) -> State:
        """The state of a service that nobody has used yet."""
        bell = Bell()
        jobs, storage = JobStore(bell), ObjectStorage(identities)
        schedule = Schedule(jobs, clock.durations)
        shelves = Unkept()
        runtime_jobs, interim = RuntimeJobStore(shelves, bell), InterimResults(bell)
        return cls(
            identities=identities,
            clock=clock,
            bell=bell,
            users=users,
            access=Access(users, identities),
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
            programs=ProgramStore(
                shelves.shelf("programs", Program), identities, ready_made_programs()
            ),
            runtime_jobs=runtime_jobs,
            interim=interim,
            runner=Runner(
                jobs=runtime_jobs,
                interim=interim,
                devices=devices,
                identities=identities,
                clock=clock,
            ),
            results_db=ResultsDB(shelves, identities),
        )
