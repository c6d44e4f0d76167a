"""Errors of whoever uses a mock. What the mocked service answers with is `qhil_mocks.ibmq.service_error`."""

from __future__ import annotations

from qhil.errors import QhilError


class MockError(QhilError):
    """Base of the errors that a mock raises in the process that uses it."""


class MissingExtraError(MockError):
    """A package of the extra `mocks` is not installed; the message has the command that installs it."""


class NoRouteError(MockError):
    """The service has no such method and path; the message lists the nearest that it has."""


class ShelvesError(MockError):
    """What a service keeps cannot be read or written; the message names the file, and what was expected of it."""


class TransitionError(MockError):
    """A job was to go from one state to another that does not follow it: a mistake in the mock."""
