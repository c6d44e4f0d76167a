"""The service's own programs, as facts: read from the files of `qhil_mocks.ready_made`."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Mapping, Tuple

import qhil_mocks.ready_made
from qhil_mocks.ibmq.runtime.program import Program

_FOLDER = Path(qhil_mocks.ready_made.__file__).parent
# Oldest first. Not verified: the dates only have an order.
_SINCE: Mapping[str, datetime] = {
    "hello_world": datetime(2021, 10, 26, 14, 0, tzinfo=timezone.utc),
    "circuit_runner": datetime(2021, 10, 26, 15, 0, tzinfo=timezone.utc),
    "sampler": datetime(2021, 10, 26, 16, 0, tzinfo=timezone.utc),
    "estimator": datetime(2021, 10, 26, 17, 0, tzinfo=timezone.utc),
}


@lru_cache(maxsize=1)
def ready_made_programs() -> Tuple[Program, ...]:
    """All of them, oldest first."""
    return tuple(_program(stem, since) for stem, since in _SINCE.items())


def _program(stem: str, since: datetime) -> Program:
    metadata = json.loads((_FOLDER / f"{stem}.json").read_text(encoding="utf-8"))
    return Program(
        id=metadata["name"],
        owner=None,
        name=metadata["name"],
        description=metadata["description"],
        cost=float(metadata["max_execution_time"]),
        source=(_FOLDER / f"{stem}.py").read_text(encoding="utf-8"),
        public=True,
        created=since,
        updated=since,
        spec=json.dumps(metadata["spec"]),
    )
