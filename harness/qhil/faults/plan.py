"""`Fault` and `FaultPlan`: what goes wrong where and when, as facts and as text.

>>> plan = FaultPlan.parse("backend.run=2*off->1*api_error")
>>> plan.faults[1].effect.name
'api_error'
>>> print(FaultPlan.parse("backend.run@3=1*api_error;job.result=20%5*delay(2)"))
backend.run@3=1*api_error;job.result=20%5*delay(2)

In order: SITE, ``@N`` (from the N-th call on), ``=``, ``P%`` (of calls), ``N*`` (at most so often), EFFECT.
``->`` puts another behind it, at the same site: the first whose turn it is acts, and ``off`` lets the call through.
These are the terms of failpoints (FreeBSD's fail(9)), with ``@`` for the commonest use of ``off``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Optional, Tuple, Union

from qhil.errors import FaultError
from qhil.faults.effect import Effect
from qhil.faults.schedule import Schedule
from qhil.faults.site import OFF
from qhil.faults.sites import effect_kind
from qhil.faults.text import Term, parsed, split_call

_ALWAYS = Schedule()


@dataclass(frozen=True)
class Fault:
    """``effect`` at ``site`` by ``schedule``.

    ``site`` may stand for several, as in ``api.*``; then the calls of all of them are counted together. ``effect``
    may be given as text.

    Raises:
        FaultError: for an unknown site, or an effect that it does not admit.
    """

    site: str
    effect: Effect
    schedule: Schedule = _ALWAYS

    def __init__(self, site: str, effect: Union[str, Effect], schedule: Schedule = _ALWAYS) -> None:
        text = str(effect)
        name, arguments = split_call(text)
        object.__setattr__(self, "site", site)
        object.__setattr__(self, "effect", effect_kind(site, name)(*arguments))
        object.__setattr__(self, "schedule", schedule)

    @property
    def idle(self) -> bool:
        """Whether nothing happens when its turn comes."""
        return self.effect.name == OFF.name

    def __str__(self) -> str:
        schedule = self.schedule
        first = f"@{schedule.first}" if schedule.first > 1 else ""
        share = "" if schedule.probability == 1 else f"{schedule.percent}%"
        times = "" if schedule.times is None else f"{schedule.times}*"
        return f"{self.site}{first}={share}{times}{self.effect}"


@dataclass(frozen=True)
class FaultPlan:
    """Faults in order: of those whose turn it is at a call, the first acts, and the others keep theirs.

    ``seed`` fixes all draws.

    Raises:
        FaultError: if a fault can never happen, because one before it takes every call.
    """

    faults: Tuple[Fault, ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "faults", tuple(self.faults))
        for index, fault in enumerate(self.faults):
            before = _shadow(fault, self.faults[:index])
            if before is not None:
                raise FaultError(f"{fault} can never happen: {before} takes every call before it")

    @classmethod
    def parse(cls, text: str, *, seed: int = 0) -> FaultPlan:
        """The plan that ``text`` describes, of which ``str`` of a plan is one form; ``""`` is the empty plan.

        Raises:
            FaultError: for what is no plan; says where, and lists the nearest.
        """
        return cls(tuple(_fault(term) for term in parsed(text)), seed)

    def __str__(self) -> str:
        return ";".join(str(fault) for fault in self.faults)

    def __add__(self, other: FaultPlan) -> FaultPlan:
        return FaultPlan(self.faults + other.faults, self.seed)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.faults)

    def __len__(self) -> int:
        return len(self.faults)


def _fault(term: Term) -> Fault:
    try:
        return Fault(
            term.site,
            term.effect,
            Schedule(term.first, term.times, term.probability),
        )
    except FaultError as error:
        raise FaultError(f"{term.text!r}: {error}") from None


def _shadow(fault: Fault, before: Tuple[Fault, ...]) -> Optional[Fault]:
    for earlier in before:
        same = earlier.site in (fault.site, "*")
        if same and earlier.schedule.certain and earlier.schedule.first <= fault.schedule.first:
            return earlier
    return None
