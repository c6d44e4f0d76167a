"""All that the service knows. Facts, and the owners of what changes.

An owner takes what it keeps beyond the process from the shelves: ``shelves.shelf("programs", Program)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from qhil_mocks.bell import Bell
from qhil_mocks.clock import Clock
from qhil_mocks.errors import ShelvesError
from qhil_mocks.faults.service_faults import ServiceFaults
from qhil_mocks.ibmq.access import Access
from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.bookings import Booking
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.experiments import ResultsDB
from qhil_mocks.ibmq.jobs import JobStore, Progress, Schedule
from qhil_mocks.ibmq.jobs.crowd import Crowd, Nobody, OtherUsers
from qhil_mocks.ibmq.jobs.past import add_past_jobs
from qhil_mocks.ibmq.outages import Outages
from qhil_mocks.ibmq.runtime import InterimResults, Program, ProgramStore, Runner, RuntimeJobStore
from qhil_mocks.ibmq.runtime.catalog import ready_made_programs
from qhil_mocks.ibmq.simulator import NAME as SIMULATOR
from qhil_mocks.ibmq.storage import ObjectStorage
from qhil_mocks.identities import Identities
from qhil_mocks.shelves import Shelves, Unkept


@dataclass(frozen=True)
class State:
    """One service's state."""

    identities: Identities
    clock: Clock
    bell: Bell
    shelves: Shelves
    users: Tuple[User, ...]
    access: Access
    devices: Devices
    bookings: Tuple[Booking, ...]
    history: int
    jobs: JobStore
    storage: ObjectStorage
    schedule: Schedule
    progress: Progress
    programs: ProgramStore
    runtime_jobs: RuntimeJobStore
    interim: InterimResults
    runner: Runner
    results_db: ResultsDB
    faults: ServiceFaults
    outages: Outages

    @classmethod
    def new(
        cls,
        *,
        identities: Identities,
        clock: Clock,
        users: Tuple[User, ...],
        devices: Devices,
        bookings: Tuple[Booking, ...],
        history: int = 0,
        shelves: Optional[Shelves] = None,
        access: Optional[Access] = None,
        faults: Optional[ServiceFaults] = None,
    ) -> State:
        """The state of a service as it is on ``shelves``; without, of one that nobody has used yet.

        ``history``: how many past jobs it has, where it has none yet.
        ``access``: who may come in; None for ``users`` and what is on the shelves.
        ``faults``: what goes wrong; None for what is injected into this process.

        Raises:
            ShelvesError: if a job is to run yet on a device that is not among ``devices``.
        """
        bell, shelves = Bell(), shelves or Unkept()
        jobs, storage = JobStore(bell, shelves), ObjectStorage(identities, shelves)
        _check_devices(jobs, devices)
        faults, outages = faults or ServiceFaults(), Outages()
        schedule = Schedule(jobs, clock.durations, _crowd(clock, identities), outages)
        runtime_jobs, interim = RuntimeJobStore(shelves, bell), InterimResults(bell)
        add_past_jobs(
            history,
            now=clock.now(),
            users=users,
            devices=devices,
            jobs=jobs,
            storage=storage,
            identities=identities,
        )
        return cls(
            identities=identities,
            clock=clock,
            bell=bell,
            shelves=shelves,
            users=users,
            access=access or Access(users, identities, shelves.lasting),
            devices=devices,
            bookings=bookings,
            history=history,
            jobs=jobs,
            storage=storage,
            schedule=schedule,
            progress=Progress(
                jobs=jobs,
                schedule=schedule,
                storage=storage,
                devices=devices,
                identities=identities,
                faults=faults,
                outages=outages,
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
                outages=outages,
                faults=faults,
            ),
            results_db=ResultsDB(shelves, identities),
            faults=faults,
            outages=outages,
        )

    def renewed(self, seed: Optional[int] = None) -> State:
        """The state of the same service before anybody used it; ``seed`` None for the one it has.

        Users, and what they hold to come in, and faults stay as they are. This state is kept no longer.
        """
        identities = self.identities if seed is None else Identities(seed)
        self.shelves.empty()
        identities.keep(self.shelves)
        return State.new(
            identities=identities,
            clock=self.clock,
            users=self.users,
            devices=self.devices,
            bookings=self.bookings,
            history=self.history,
            shelves=self.shelves,
            access=self.access,
            faults=self.faults,
        )


def _crowd(clock: Clock, identities: Identities) -> Crowd:
    if not clock.crowded:
        return Nobody()
    # Others' jobs are on average as long as one's own, so that whoever chooses short ones does not wait long.
    return OtherUsers(identities, mean_length=clock.durations.running, free={SIMULATOR})


def _check_devices(jobs: JobStore, devices: Devices) -> None:
    wanted = set(jobs.busy_devices())
    missing = sorted(wanted.difference(devices.names)) if wanted else []
    if missing:
        raise ShelvesError(
            f"jobs that are kept wait for {', '.join(missing)}; give them to this service too"
        )
