"""What can go wrong between us and a live service. No message holds a token, an account or an instance."""

from __future__ import annotations

from qhil.errors import QhilError


class LiveError(QhilError):
    """A live service cannot be asked, or answered with an error."""


class NoCredentialsError(LiveError):
    """There are no credentials, or no client that could use them; the message says where they were looked for."""


class ServiceError(LiveError):
    """The service, or its client, failed while it was asked. Asking again may help; nothing was submitted."""


class LostAnswerError(LiveError):
    """A job was sent and no answer came: nobody knows yet whether the service has taken it."""


class RefusedError(LiveError):
    """The service will not take a job, and said so."""


class JobLimitError(RefusedError):
    """The service takes no more jobs until one of those it has is done."""


class JobFailedError(LiveError):
    """A job ended without counts."""


class BudgetError(LiveError):
    """A campaign would cost more than it may; the message says by how much, and what would fit."""


class JournalError(LiveError):
    """A journal is of another campaign, in use, or cannot be read: it decides what is paid for, so nobody guesses."""
