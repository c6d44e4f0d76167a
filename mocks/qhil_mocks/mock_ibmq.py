"""`MockIBMQ`: the IBM Quantum service in this process, for as long as a block or a function runs.

>>> service = MockIBMQ(seed=7, devices=["ibmq_manila"])
>>> service.url
'https://auth.quantum-computing.ibm.com/api'

Within ``with service:`` that URL is answered by it, and `IBMQ.load_account()` is all that a script needs.
"""

from __future__ import annotations

import functools
import os
from contextlib import ContextDecorator, ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Callable, Optional, Sequence, Tuple, Union, final

from qhil.faults import Faults, Injection
from qhil.recordings.sources import Paths
from qhil_mocks.clock import Clock, ImmediateClock
from qhil_mocks.doors.client_account import has_client, saved_account
from qhil_mocks.doors.in_process import PROCESS
from qhil_mocks.errors import MockError
from qhil_mocks.faults.service_faults import ServiceFaults
from qhil_mocks.ibmq.accounts import User, default_users
from qhil_mocks.ibmq.addresses import REAL
from qhil_mocks.ibmq.bookings import Booking
from qhil_mocks.ibmq.devices import Chosen, Devices
from qhil_mocks.ibmq.service import IBMQService
from qhil_mocks.ibmq.state import State
from qhil_mocks.identities import Identities
from qhil_mocks.shelves import Shelves, Unkept

if TYPE_CHECKING:
    from qhil_mocks.doors.server import Server


@final
class MockIBMQ(ContextDecorator):
    """The service, for whoever asks for its real host name while this is entered. Also a decorator.

    Entering again after leaving goes on with the same state; as a decorator each call has one of its own.
    While it is entered, qiskit-ibmq-provider has the first user's account saved, and none enabled; afterwards
    what it had before.

    Args:
        seed: fixes ids, tokens, people and the counts of all jobs. None draws one; ``seed`` tells it.
        devices: names of recordings, or recordings; by default all that can be found.
        clock: how jobs get on: by default they are final at once. See `qhil_mocks.ManualClock`.
        users: who may log in; by default one with the open project alone, and one with a premium and a private
            project too.
        recordings: a folder of recordings, or several, looked into before all others.
        bookings: reservations of devices.
        history: so many past jobs of the first user, and a few of the second, of the last two months. Those that were
            completed run when somebody asks for their results.
        passthrough: requests to other hosts go to the network; else they fail, saying so.
        db: the file that keeps its state, made if there is none; it belongs to one service while that is entered or
            served. By default the state is in memory. With a file ``seed`` is the one that it was made with, or None.
        faults: a `qhil.FaultPlan`, or its text: what its clients meet, at the sites ``api``, ``storage``, ``socket``
            and ``job``. `faults` tells what has happened.

    Raises:
        FaultError: for what is no plan.
        ShelvesError: for a file that is none of these, or is in use, or was made with another seed, or has jobs that
            wait for other devices.
    """

    def __init__(
        self,
        *,
        seed: Optional[int] = None,
        devices: Chosen = None,
        clock: Optional[Clock] = None,
        users: Optional[Sequence[User]] = None,
        recordings: Paths = None,
        bookings: Sequence[Booking] = (),
        history: int = 0,
        passthrough: bool = False,
        db: Optional[Union[str, os.PathLike[str]]] = None,
        faults: Faults = None,
    ) -> None:
        if users is not None and not users:
            raise ValueError("users must have one user at least, or be None")
        if type(history) is not int or history < 0:
            raise ValueError(f"history must be a number of jobs, not {history!r}")
        self._arguments = {
            "seed": seed,
            "devices": devices,
            "clock": clock,
            "users": users,
            "recordings": recordings,
            "bookings": bookings,
            "passthrough": passthrough,
            "db": db,
            "history": history,
            "faults": faults,
        }
        state = functools.partial(
            _state,
            seed=seed,
            clock=clock or ImmediateClock(),
            users=None if users is None else tuple(users),
            devices=Devices(devices, recordings),
            bookings=tuple(bookings),
            history=history,
            faults=ServiceFaults(faults),
        )
        if db is None:
            self._service = IBMQService(state(Unkept()))
        else:
            self._service = _kept(db, state)
        self._passthrough = passthrough
        self._entered: Optional[ExitStack] = None

    @property
    def seed(self) -> int:
        """Give it as ``seed=`` to have the same again."""
        return self._service.state.identities.seed

    @property
    def clock(self) -> Clock:
        """The clock by which its jobs get on."""
        return self._service.state.clock

    @property
    def users(self) -> Tuple[User, ...]:
        """Who may log in."""
        return self._service.state.users

    @property
    def devices(self) -> Tuple[str, ...]:
        """The names of the devices that it serves.

        Raises:
            RecordingError: if one of the places where they are looked for is none.
        """
        return self._service.state.devices.names

    @property
    def faults(self) -> Optional[Injection]:
        """Its own faults, and what has become of them; None if it was given none. See also `qhil.inject`."""
        return self._service.faults.injection

    @property
    def token(self) -> str:
        """The API token of the first user."""
        return self.users[0].token

    @property
    def url(self) -> str:
        """The URL that `IBMQ.enable_account` takes, which is its default."""
        return REAL.api

    def server(
        self, *, host: str = "127.0.0.1", port: int = 0, tls: Optional[Path] = None
    ) -> Server:
        """The same service on a port: a context manager with ``url``, or ``serve()`` until the process is to end.

        ``port`` 0 is one that is free. ``tls``: a folder in which a certificate authority is kept, or made;
        interim results of programs need it. See `qhil_mocks.doors.server.Server`.

        Raises:
            FaultError: if it has a plan with an error of TLS, and is to speak plain HTTP.
            OSError: if the port cannot be had.
        """
        from qhil_mocks.doors.certificates import certificates
        from qhil_mocks.doors.server import Server

        trusted = None if tls is None else certificates(tls, host)
        return Server(self._service, host=host, port=port, certificates=trusted)

    def __enter__(self) -> MockIBMQ:
        if self._entered is not None:
            raise MockError("this MockIBMQ is entered already; make another one to nest them")
        from qhil_mocks.doors.service_door import ServiceDoor

        door = ServiceDoor(self._service, passthrough=self._passthrough)
        with ExitStack() as stack:
            stack.enter_context(self._service.opened())
            account = None
            if has_client():
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="qhil-")))
                account = saved_account(folder, self.token, self.url)
            stack.callback(door.close)
            stack.callback(PROCESS.leave, door, PROCESS.enter(door, account))
            stack.callback(self.clock.listen(self._service.settle))
            if door.client_time is not None:
                stack.callback(self.clock.listen(door.client_time.look))
            stack.enter_context(self._service.programs_running())
            self._entered = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        if self._entered is not None:
            entered, self._entered = self._entered, None
            entered.close()

    def _recreate_cm(self) -> MockIBMQ:
        arguments: Any = self._arguments
        return MockIBMQ(**arguments)


def _state(
    shelves: Shelves,
    *,
    seed: Optional[int],
    clock: Clock,
    users: Optional[Tuple[User, ...]],
    devices: Devices,
    bookings: Tuple[Booking, ...],
    history: int,
    faults: ServiceFaults,
) -> State:
    first = Identities.kept(seed, shelves.lasting)
    return State.new(
        # A reset may have brought another, which changes nobody's token.
        identities=first.followed_by(shelves),
        clock=clock,
        users=default_users(first) if users is None else users,
        devices=devices,
        bookings=bookings,
        history=history,
        shelves=shelves,
        faults=faults,
    )


def _kept(path: Union[str, os.PathLike[str]], state: Callable[[Shelves], State]) -> IBMQService:
    """A service whose state is in that file, which is closed until there is a door to it."""
    from qhil_mocks.sqlite_shelves import SqliteShelves

    file = Path(path).absolute()

    def reopened() -> State:
        shelves = SqliteShelves(file)
        try:
            return state(shelves)
        except BaseException:
            shelves.close()
            raise

    first = reopened()
    first.shelves.close()
    return IBMQService(first, reopened)
