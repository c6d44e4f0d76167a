"""The states of jobs in an answer, replaced: by one that nobody knows, or by one that the job has left.

>>> with_state(b'{"id": "a", "status": "COMPLETED"}', "unknown_status", random.Random(0))
b'{"id": "a", "status": "PONDERING"}'
"""

from __future__ import annotations

import json
import random
from typing import Any, Dict, Iterator, List, Sequence

from qhil.errors import FaultError
from qhil_mocks.ibmq.jobs import life
from qhil_mocks.ibmq.runtime import job as runtime

UNKNOWN = "PONDERING"
# In the order in which a job comes through them. How it ends is of the last.
_ORDERS: Sequence[Sequence[str]] = (
    (life.CREATING, life.VALIDATING, life.VALIDATED, life.QUEUED, life.RUNNING),
    (runtime.QUEUED, runtime.RUNNING),
)
_FINAL = (life.FINAL, runtime.FINAL)


def with_state(text: bytes, effect: str, draws: random.Random) -> bytes:
    """The answer ``text`` with the state of one of its jobs replaced. One that is in its first state stays there.

    Raises:
        FaultError: if it tells the state of no job.
    """
    answer = json.loads(text)
    jobs = list(_jobs(answer))
    if not jobs:
        raise FaultError(f"{effect}: the answer tells the state of no job")
    job = draws.choice(jobs)
    if effect == "unknown_status":
        job["status"] = UNKNOWN
    else:
        job["status"] = draws.choice(_before(job["status"]) or [job["status"]])
    return json.dumps(answer).encode("ascii")


def _jobs(value: Any) -> Iterator[Dict[str, Any]]:
    if isinstance(value, dict):
        if _is_state(value.get("status")):
            yield value
        for inner in value.values():
            yield from _jobs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _jobs(inner)


def _is_state(told: Any) -> bool:
    return any(told in order or told in final for order, final in zip(_ORDERS, _FINAL))


def _before(state: str) -> List[str]:
    for order, final in zip(_ORDERS, _FINAL):
        if state in final:
            return list(order)
        if state in order:
            return list(order[: order.index(state)])
    return []
