"""The service: a request goes in, finds its route, and an answer comes out.

Request -> route -> who asks -> handler(state, call) -> Response
"""

from __future__ import annotations

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.routes import API_ROUTES
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Request, Response, Router

_API = Router(API_ROUTES)


class IBMQService:
    """Answers requests to the API; ``state`` is all it remembers."""

    def __init__(self, state: State) -> None:
        self.state = state

    def nearest(self, method: str, path: str) -> str:
        """The routes that are most like that, for a door that has nobody to hand a request to."""
        return _API.nearest(method, path)

    def answer(self, request: Request) -> Response:
        """The answer to ``request``, whose path is what follows the API's prefix.

        Raises:
            NoRouteError: if the service has no such route: whether that is an answer is the door's to say.
        """
        route, named = _API.find(request.method, request.path)
        now = self.state.clock.now()
        self.state.progress.settle(now)
        try:
            caller = None
            if not route.open:
                caller = self.state.access.user(request.headers.get("x-access-token"), now)
            call = Call(request, named, now, caller)
            if "hub" in named:
                _ = call.project  # not found if it is none of the caller's, whatever is asked of it
            response: Response = route.handler(self.state, call)
        except ServiceError as error:
            return error.response()
        return response
