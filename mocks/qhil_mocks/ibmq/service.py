"""The service: a request goes in, finds its route, and an answer comes out.

    Request -> route -> who asks -> handler(state, call) -> Response

A websocket likewise: Request of the handshake -> route -> who asks -> Channel.
"""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime
from typing import Callable, ContextManager, Iterator, List, Mapping, Optional, Union

from qhil_mocks.clock import ManualClock
from qhil_mocks.errors import NoRouteError
from qhil_mocks.faults.faulty_answer import faulty_answer
from qhil_mocks.faults.faulty_channel import FaultyChannel, unopened
from qhil_mocks.ibmq.addresses import REAL, Addresses
from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.fault_sites import site_of, socket_of
from qhil_mocks.ibmq.outages import NEVER
from qhil_mocks.ibmq.request_log import Asked, RequestLog
from qhil_mocks.ibmq.routes import CHANNELS, ROUTES
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.ibmq.state import State
from qhil_mocks.ibmq.until_reset import UntilReset
from qhil_mocks.ibmq.work import Work
from qhil_mocks.rest import Channel, ChannelRoute, Request, Response, Route, Router

_ROUTES = Router(ROUTES)
_CHANNELS = Router(CHANNELS)
# Jobs that a server runs beside its answers.
_AT_A_TIME = 2
# What a request is noted with that has no answer of a handler's.
_SWITCHING, _NOT_FOUND, _MISTAKE = 101, 404, 500


class IBMQService:
    """Answers requests; ``state`` is all it remembers, but for the log of ``requests``.

    Whoever looks at ``state`` more than once takes it once: see `reset`.

    ``faults``: what goes wrong in it; it stays when the state is replaced.
    ``reopened`` gives the state as it is on its shelves, for one whose shelves were let go of; None for a state that
    is in memory alone.
    """

    def __init__(self, state: State, reopened: Optional[Callable[[], State]] = None) -> None:
        self.state = state
        self.faults = state.faults
        self.requests = RequestLog()
        self._reopened = reopened or (lambda: self.state)
        self._doors = 0
        self._work: List[Work] = []
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """For a door, for as long as it answers. The file of the state, if it has one, is open while a door is."""
        with self._lock:
            if not self._doors:
                self.state = self._reopened()
            self._doors += 1
        try:
            yield
        finally:
            with self._lock:
                self._doors -= 1
                if not self._doors:
                    self.state.shelves.close()

    def nearest(self, method: str, path: str) -> str:
        """The routes that are most like that, for a door that has nobody to hand a request to."""
        return _ROUTES.nearest(method, path)

    def settle(self) -> None:
        """Let everything get as far as it is by now."""
        state = self.state
        state.progress.settle(state.clock.now())
        state.runner.settle()

    def next_due(self) -> Optional[datetime]:
        """When something happens next because time passes; None if nothing does."""
        state = self.state
        due = min(state.schedule.earliest(), state.runner.earliest())
        return None if due == NEVER else due

    def reset(self, seed: Optional[int] = None) -> None:
        """Forget all that was done. Users stay, and what they hold to come in. ``seed``: None for the one it has.

        The state is replaced as a whole. A request or a job that is under way ends in the state in which it began,
        of which nobody hears any more: nothing of it can get into the new one. Returns when no such job runs.
        """
        with self._lock:
            state = self.state.renewed(seed)
            ends = [work.go_on_with(state) for work in self._work]
            self.state = state
        for end in ends:
            end()

    @contextlib.contextmanager
    def programs_running(self) -> Iterator[None]:
        """For a door in this process: within it runtime programs run, in processes of their own."""
        with self._at_work(_programs_running):
            yield

    @contextlib.contextmanager
    def in_background(self) -> Iterator[None]:
        """For a server: within it simulations run in processes of their own, and jobs beside the requests.

        By a clock that is moved by hand they run within the move, for whoever moves it looks at them next. Leaving
        this waits for the jobs that run; those that do not yet stay as they are.
        """
        with self.opened():
            stop = self.state.clock.listen(self.settle)
            try:
                with self._at_work(_in_background):
                    self.settle()
                    yield
            finally:
                stop()

    def answer(self, request: Request, addresses: Addresses = REAL) -> Response:
        """The answer to ``request``. ``addresses``: the URLs of the door through which it came.

        Raises:
            NoRouteError: if the service has no such route: whether that is an answer is the door's to say.
        """
        with self._noted(request) as note:
            route, named = _ROUTES.find(request.method, request.path)
            note.found(route)
            self.settle()

            def handle() -> Response:
                return self._handled(route, request, named, addresses)

            site = site_of(route.operation)
            firing = None if site is None else self.faults.ask(site)
            response = handle() if firing is None else faulty_answer(firing, handle)
            note.status = response.status
        return response

    def pass_time(self, seconds: float) -> float:
        """An answer takes so long. Where the clock is moved by hand, it is; returns what is left to be waited for."""
        clock = self.state.clock
        if not isinstance(clock, ManualClock):
            return seconds
        self.faults.note_delay(seconds)
        clock.advance(seconds)
        return 0.0

    def channel(self, request: Request, addresses: Addresses = REAL) -> Union[Channel, Response]:
        """The channel that the handshake ``request`` (of method ``WEBSOCKET``) opens, or how it is refused.

        Raises:
            NoRouteError: if the service has no such channel.
        """
        with self._noted(request) as note:
            route, named = _CHANNELS.find(request.method, request.path)
            note.found(route)
            state = self.state
            name = socket_of(route.operation)
            firing = self.faults.ask(f"socket.{name}.connect")
            try:
                opened = unopened(firing)
                if opened is None:
                    call = _call(state, route, request, named, addresses)
                    opened = route.open(state, call)
            except ServiceError as error:
                opened = error.response()
            if isinstance(opened, Response):
                note.status = opened.status
                return opened
            note.status = _SWITCHING
        lasting = UntilReset(opened, lambda: self.state is state)
        return FaultyChannel(lasting, name, self.faults, authenticates=route.public)

    def _handled(
        self, route: Route, request: Request, named: Mapping[str, str], addresses: Addresses
    ) -> Response:
        state = self.state
        try:
            call = _call(state, route, request, named, addresses)
            response: Response = route.handler(self if route.of_service else state, call)
        except ServiceError as error:
            return error.response()
        return response

    @contextlib.contextmanager
    def _at_work(self, begun: Callable[[State], ContextManager[None]]) -> Iterator[None]:
        """Within it that is done, for whichever state the service has."""
        work = Work(begun)
        with self._lock:
            work.go_on_with(self.state)
            self._work.append(work)
        try:
            yield
        finally:
            with self._lock:
                self._work.remove(work)
            work.end()

    @contextlib.contextmanager
    def _noted(self, request: Request) -> Iterator[_Note]:
        note = _Note()
        try:
            yield note
        except NoRouteError:
            note.status = _NOT_FOUND
            raise
        finally:
            when = self.state.clock.now()
            self.requests.add(Asked(when, request.method, note.path, note.operation, note.status))


class _Note:
    """What becomes of a request."""

    path: Optional[str] = None
    operation: Optional[str] = None
    status = _MISTAKE

    def found(self, route: Union[Route, ChannelRoute]) -> None:
        self.path, self.operation = route.path, route.operation


def _programs_running(state: State) -> ContextManager[None]:
    return state.runner.at_work()


@contextlib.contextmanager
def _in_background(state: State) -> Iterator[None]:
    at_a_time = 0 if state.clock.moved_by_hand else _AT_A_TIME
    progress = state.progress.in_background(state.clock.now, at_a_time=at_a_time)
    with state.runner.at_work(), progress:
        yield


def _call(
    state: State,
    route: Union[Route, ChannelRoute],
    request: Request,
    named: Mapping[str, str],
    addresses: Addresses,
) -> Call:
    now = state.clock.now()
    caller = None
    if not route.public:
        caller = state.access.user(request.headers.get("x-access-token"), now)
    call = Call(request, named, now, addresses, caller)
    if "hub" in named:
        _ = call.project  # not found if it is none of the caller's, whatever is asked of it
    return call
