"""Requests that are sent once, by a client that would send them again; and what an exception tells of an answer."""

from __future__ import annotations

from typing import Any, Optional

from qhil.live.errors import LiveError


def post_once(client: Any) -> None:
    """Have the HTTP session of a runtime client repeat no ``POST`` that the service may have taken.

    Connections that never came about are tried again as before, and so are requests that only read.

    Raises:
        LiveError: if the client is built in another way than those that are known.
    """
    from urllib3.util.retry import Retry

    session = getattr(client, "_session", None)
    adapters = getattr(session, "adapters", None)
    if not adapters:
        raise LiveError(
            f"{type(client).__module__} is built in a way that qhil does not know: expected a client with an HTTP "
            "session whose repetitions can be set, found none. Nothing is submitted, as it might be submitted twice."
        )
    for adapter in adapters.values():
        theirs = adapter.max_retries
        if type(theirs) is not Retry:  # theirs repeats POST, too
            adapter.max_retries = Retry(
                total=theirs.total,
                connect=theirs.connect,
                backoff_factor=theirs.backoff_factor,
                status_forcelist=theirs.status_forcelist,
            )


def http_status(error: Optional[BaseException]) -> Optional[int]:
    """Of the answer behind an exception; None where there was none."""
    while error is not None:
        status = getattr(error, "status_code", None)
        if isinstance(status, int) and status > 0:
            return status
        error = error.__cause__ or error.__context__
    return None
