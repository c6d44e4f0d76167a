"""How the service says no: an HTTP status and a body of one shape, with a code that its client reads."""

from __future__ import annotations

from qhil_mocks.rest import Response

# The client takes this one, and only this, for "wait until a job of yours has finished".
JOB_LIMIT_REACHED = 3458
# Of a private job: result or input were read before.
ALREADY_READ = 2801


class ServiceError(Exception):
    """Raised by a handler, answered by the service.

    ``status`` is below 500: the client repeats a 5xx for 15 s and then loses its message. ``name`` is that of
    the error's class in the service.
    """

    def __init__(
        self, status: int, message: str, *, code: object = None, name: str = "Error"
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = status if code is None else code
        self.name = name

    def response(self) -> Response:
        """The answer that says so."""
        error = {
            "status": self.status,
            "statusCode": self.status,
            "name": self.name,
            "message": self.message,
            "code": self.code,
        }
        return Response.json({"error": error}, self.status)


def not_found(what: str) -> ServiceError:
    """There is nothing of that name, or the caller may not know of it: the same answer for both."""
    return ServiceError(404, f"{what} not found", code="MODEL_NOT_FOUND")


def bad_request(message: str) -> ServiceError:
    """The request makes no sense; ``message`` tells what was expected and what was found."""
    return ServiceError(400, message, code="BAD_REQUEST", name="BadRequestError")
