"""The sites of fault plans that the mocked service offers: its routes, its websockets, and the life of its jobs.

>>> site_of("job_status"), site_of("download"), site_of("health")
('api.job_status', 'storage.download', None)
"""

from __future__ import annotations

from typing import Iterator, Optional, Tuple

from qhil.faults import EffectKind, Site
from qhil_mocks.faults import effects
from qhil_mocks.ibmq.handlers.runtime_jobs import RUNTIME_JOB_LIFE
from qhil_mocks.ibmq.jobs.progress import JOB_LIFE
from qhil_mocks.ibmq.routes import CHANNELS, ROUTES
from qhil_mocks.rest import ChannelRoute, Route

_STORAGE = ("upload", "download")
# Answers in which there is nothing to damage, and those that are no JSON.
_EMPTY = (
    "cancel_runtime_job",
    "delete_program",
    "delete_runtime_job",
    "log_out_of_runtime",
    "make_program_private",
    "make_program_public",
    "update_program",
    "update_program_data",
    "upload",
)
_TEXT = ("runtime_job_logs", "get_plot")
# A text by its type, which the client reads as JSON.
_ENCODED = ("runtime_job_results",)
# Answers that tell the states of jobs; of the first that there is no state before.
_NEW = ("create_job",)
_STATES = (
    "get_job",
    "get_runtime_job",
    "job_data_uploaded",
    "job_status",
    "list_jobs",
    "list_runtime_jobs",
)
# Where who listens says who it is; the other asks for that in the handshake.
_AUTHENTICATED = ("job_status",)


def site_of(operation: str) -> Optional[str]:
    """The site of an operation; None for what is of the mock itself."""
    return _NAMES.get(operation)


def socket_of(operation: str) -> str:
    """The name of a channel in those of its sites, which are ``socket.<channel>.<step>``."""
    return operation.replace("_channel", "")


def _effects(route: Route) -> Iterator[EffectKind]:
    operation = route.operation
    yield from effects.REFUSALS
    if operation == "create_job":
        yield effects.JOB_LIMIT
    if operation not in _EMPTY:
        yield from effects.BODY
    if operation not in (*_EMPTY, *_TEXT):
        yield from effects.BROKEN_JSON
    if operation in _ENCODED:
        yield effects.NAN
    if operation not in (*_EMPTY, *_TEXT, *_ENCODED):
        yield from effects.FIELDS
    if operation in (*_NEW, *_STATES):
        yield effects.UNKNOWN_STATUS
    if operation in _STATES:
        yield effects.STALE_STATUS
    yield from effects.TRANSPORT


def _of_channel(route: ChannelRoute) -> Iterator[Site]:
    channel = socket_of(route.operation)
    yield Site(
        f"socket.{channel}.connect",
        f"a client that connects to the websocket {channel}",
        (effects.STATUS, effects.REFUSE, effects.CLOSE),
    )
    damage = (
        effects.CLOSE,
        effects.LOST_MESSAGE,
        effects.MESSAGE_TWICE,
        effects.MALFORMED_MESSAGE,
    )
    if channel in _AUTHENTICATED:
        yield Site(
            f"socket.{channel}.authenticate",
            f"the service's answer to a client that says who it is on the websocket {channel}",
            (effects.REFUSED_TOKEN, *damage),
        )
    yield Site(
        f"socket.{channel}.message",
        f"a message of the service on the websocket {channel}",
        (*damage, effects.REORDERED),
    )


def _sites() -> Iterator[Site]:
    for route in ROUTES:
        name = site_of(route.operation)
        if name is not None:
            where = "object storage" if route.operation in _STORAGE else "the service"
            yield Site(name, f"a request to {where}", tuple(_effects(route)))
    for channel in CHANNELS:
        yield from _of_channel(channel)
    yield Site(
        JOB_LIFE,
        "a job of circuits that the service takes: what is to become of it",
        (
            effects.STUCK,
            effects.FAILS,
            effects.CANCELLED,
            effects.DEVICE_DOWN,
            effects.MAINTENANCE,
            effects.RECALIBRATED,
        ),
    )
    yield Site(
        RUNTIME_JOB_LIFE,
        "a job of a program that the service takes, likewise",
        (
            effects.STUCK,
            effects.PROGRAM_FAILS,
            effects.CANCELLED,
            effects.DEVICE_DOWN,
            effects.MAINTENANCE,
        ),
    )


_NAMES = {
    route.operation: f"{'storage' if route.operation in _STORAGE else 'api'}.{route.operation}"
    for route in ROUTES
    if not route.path.startswith(("/health", "/control"))
}
SITES: Tuple[Site, ...] = tuple(_sites())
