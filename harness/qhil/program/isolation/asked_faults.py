"""Plans of the parent reach into a program's process: questions go up among its events, answers come down by a pipe.

A pipe of its own, for the program has no standard input then.
"""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import asdict
from typing import IO, Callable, Iterator, Optional

from qhil.faults import Injection, inject
from qhil.faults.away import Answer, AwayInjection, Question, answer
from qhil.program.events import Asked


@contextlib.contextmanager
def faults_of_parent(tell: Callable[[Asked], None], answers: IO[str]) -> Iterator[None]:
    """Within it, what the sites of this process ask is answered by its parent."""
    lock = threading.Lock()

    def exchange(question: Question) -> Answer:
        with lock:
            tell(Asked(**asdict(question)))
            return Answer(**json.loads(answers.readline()))

    with answers, inject(AwayInjection(exchange), allow_unfired=True):
        yield


def answer_line(asked: Asked, faults: Optional[Injection], answers: IO[str]) -> None:
    """The parent's part: write the answer, as ``faults`` and the plans at work have it."""
    answers.write(json.dumps(asdict(answer(asked, faults))) + "\n")
    answers.flush()
