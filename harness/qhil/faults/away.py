"""Sites in another process than the plan: each call asks, the plan's process answers, so that there is one count.

site there -> Question -> `answer` here -> Answer -> Firing there
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Callable, Optional

from qhil.errors import HangError
from qhil.faults.ambient import ask, note_delay, note_submission
from qhil.faults.injection import Firing, Injection
from qhil.faults.place import calling_place
from qhil.faults.plan import Fault, FaultPlan


@dataclass(frozen=True)
class Question:
    """What happens there: a call of ``site`` from ``place``, or else a submission, or ``delay`` (s) by the clock."""

    site: Optional[str] = None
    place: str = ""
    delay: Optional[float] = None


@dataclass(frozen=True)
class Answer:
    """What goes wrong at that call: an ``effect`` as text, with what a `Firing` tells; ``hang`` ends who asked."""

    effect: Optional[str] = None
    call: int = 0
    seed: str = ""
    hang: Optional[str] = None


def answer(question: Question, own: Optional[Injection]) -> Answer:
    """As ``own`` and the plans at work in this process say."""
    try:
        if question.delay is not None:
            note_delay(question.delay, own)
        elif question.site is None:
            note_submission(own)
        else:
            firing = ask(question.site, own, place=question.place)
            if firing is not None:
                return Answer(str(firing.effect), firing.call, firing.seed)
    except HangError as error:
        return Answer(hang=str(error))
    return Answer()


class AwayInjection(Injection):
    """Stands for the plans of another process. A process forked from this one is out of their reach.

    Args:
        exchange: brings a question there, and the answer back.
    """

    def __init__(self, exchange: Callable[[Question], Answer]) -> None:
        super().__init__(FaultPlan())
        self._exchange = exchange
        self._process = os.getpid()

    def ask(self, site: str, *, place: Optional[str] = None) -> Optional[Firing]:
        """What goes wrong at this call of ``site``, as the other process says."""
        place = place or calling_place()
        told = self._ask(Question(site, place))
        if told.effect is None:
            return None
        fault = Fault(site, told.effect)
        return Firing(site, told.call, fault.effect, place, fault, told.seed)

    def note_submission(self) -> None:
        """Have a job counted there."""
        self._ask(Question())

    def note_delay(self, seconds: float) -> None:
        """Have time counted there.

        Raises:
            HangError: if it is more by now than a limit of that process.
        """
        self._ask(Question(delay=seconds))

    def _ask(self, question: Question) -> Answer:
        told = self._exchange(question) if os.getpid() == self._process else Answer()
        if told.hang is not None:
            raise HangError(told.hang)
        return told
