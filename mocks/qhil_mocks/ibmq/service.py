"""The service: a request goes in, finds its route, and an answer comes out.

    Request -> route -> who asks -> handler(state, call) -> Response

A websocket likewise: Request of the handshake -> route -> who asks -> Channel.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Callable, Iterator, Mapping, Optional, Union

from qhil_mocks.ibmq.addresses import REAL, Addresses
from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.routes import CHANNELS, ROUTES
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Channel, ChannelRoute, Request, Response, Route, Router

_ROUTES = Router(ROUTES)
_CHANNELS = Router(CHANNELS)
# Jobs that a server runs beside its answers.
_AT_A_TIME = 2


class IBMQService:
    """Answers requests; ``state`` is all it remembers.

    ``reopened`` gives the state as it is on its shelves, for one whose shelves were let go of; None for a state that
    is in memory alone.
    """

    def __init__(self, state: State, reopened: Optional[Callable[[], State]] = None) -> None:
        self.state = state
        self._reopened = reopened or (lambda: self.state)
        self._doors = 0
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
        self.state.progress.settle(self.state.clock.now())
        self.state.runner.settle()

    @contextlib.contextmanager
    def in_background(self) -> Iterator[None]:
        """For a server: within it simulations run in processes of their own, and jobs beside the requests.

        By a clock that is moved by hand they run within the move, for whoever moves it looks at them next. Leaving
        this waits for the jobs that run; those that do not yet stay as they are.
        """
        with self.opened():
            clock, progress = self.state.clock, self.state.progress
            at_a_time = 0 if clock.moved_by_hand else _AT_A_TIME
            stop = clock.listen(self.settle)
            try:
                with (
                    self.state.runner.at_work(),
                    progress.in_background(clock.now, at_a_time=at_a_time),
                ):
                    self.settle()
                    yield
            finally:
                stop()

    def answer(self, request: Request, addresses: Addresses = REAL) -> Response:
        """The answer to ``request``. ``addresses``: the URLs of the door through which it came.

        Raises:
            NoRouteError: if the service has no such route: whether that is an answer is the door's to say.
        """
        route, named = _ROUTES.find(request.method, request.path)
        self.settle()
        try:
            response: Response = route.handler(
                self.state, self._call(route, request, named, addresses)
            )
        except ServiceError as error:
            return error.response()
        return response

    def channel(self, request: Request, addresses: Addresses = REAL) -> Union[Channel, Response]:
        """The channel that the handshake ``request`` (of method ``WEBSOCKET``) opens, or how it is refused.

        Raises:
            NoRouteError: if the service has no such channel.
        """
        route, named = _CHANNELS.find(request.method, request.path)
        try:
            return route.open(self.state, self._call(route, request, named, addresses))
        except ServiceError as error:
            return error.response()

    def _call(
        self,
        route: Union[Route, ChannelRoute],
        request: Request,
        named: Mapping[str, str],
        addresses: Addresses,
    ) -> Call:
        now = self.state.clock.now()
        caller = None
        if not route.public:
            caller = self.state.access.user(request.headers.get("x-access-token"), now)
        call = Call(request, named, now, addresses, caller)
        if "hub" in named:
            _ = call.project  # not found if it is none of the caller's, whatever is asked of it
        return call
