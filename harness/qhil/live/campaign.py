"""A campaign: jobs to a live device and their counts back, each paid for once, whatever happens in between.

    intend -> submit -> note the id -> wait -> note the counts

each written to the journal before the next. An answer that is lost is looked for by the job's name, which nobody else
uses, before anything is sent again; so is what a killed process may have sent.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, Callable, Deque, Dict, List, Optional, Sequence, Tuple

from qhil.live.budget import Budget
from qhil.live.campaign_plan import PlannedJob
from qhil.live.clock import WaitingClock
from qhil.live.cost import NOTHING, Cost
from qhil.live.errors import (
    JobFailedError,
    JobLimitError,
    LostAnswerError,
    RefusedError,
    ServiceError,
)
from qhil.live.journal import Journal
from qhil.live.source import DONE, FAILED, JobAnswer, LiveSource

Counts = Dict[str, int]


@dataclass(frozen=True)
class Patience:
    """How long to wait, in s, and how often to try.

    ``poll``: between two looks at a job, twice as long each time up to ``poll_most``. ``lookups``: how often a job
    whose answer was lost is looked for, ``lookup_pause`` apart, since a list of jobs may be behind. ``attempts``: how
    often a job is sent that was lost each time. ``failures``: how many looks in a row may fail.
    """

    poll: float = 2.0
    poll_most: float = 60.0
    lookups: int = 3
    lookup_pause: float = 10.0
    attempts: int = 3
    failures: int = 5


DEFAULT_PATIENCE = Patience()


@dataclass(frozen=True)
class Step:
    """Something has happened: ``what`` (submitted, found, waiting, counted), to job ``number`` of ``total``."""

    what: str
    number: int
    total: int
    message: str = ""


class Campaign:
    """Jobs for one device, with their journal."""

    def __init__(
        self,
        source: LiveSource,
        device: str,
        jobs: Sequence[PlannedJob],
        costs: Sequence[Cost],
        *,
        digest: str,
        circuit_of: Callable[[str], Any],
        journal: Journal,
        budget: Budget,
        clock: WaitingClock,
        patience: Patience,
        on_step: Callable[[Step], None],
    ) -> None:
        self._source = source
        self._device = device
        self._jobs = tuple(jobs)
        self._costs = tuple(costs)
        self._circuit_of = circuit_of
        self._journal = journal
        self._budget = budget
        self._clock = clock
        self._patience = patience
        self._on_step = on_step
        # The same for whoever goes on with this journal, another for whoever begins again.
        begun = f"{journal.started:%Y%m%dT%H%M%S%f}-{journal.number}"
        self._names = [f"qhil-{digest[:12]}-{begun}-{number}" for number in range(len(self._jobs))]

    def run(self) -> Tuple[Tuple[Counts, ...], ...]:
        """The counts of each job's circuits, in order.

        Raises:
            BudgetError: before anything is submitted that would cost too much.
            LiveError: if the service fails. What was submitted is in the journal: run again to go on.
        """
        self._budget.check(self.cost)
        pending = deque(n for n, name in enumerate(self._names) if self._counts(name) is None)
        there: Deque[int] = deque()
        while pending or there:
            self._submit_all(pending, there)
            if there:
                self._collect(there.popleft())
            else:  # the places are taken by other jobs of this account
                self._clock.sleep(self._patience.poll_most)
        return tuple(self._counts(name) or () for name in self._names)

    @property
    def cost(self) -> Cost:
        """Of all jobs, of those that are done as charged."""
        return sum(map(self._cost, range(len(self._jobs))), NOTHING)

    def _cost(self, number: int) -> Cost:
        estimate = self._costs[number]
        known = self._journal.jobs.get(self._names[number])
        if known is None or known.seconds is None:
            return estimate
        return Cost(estimate.jobs, estimate.shots, known.seconds)

    def _counts(self, name: str) -> Optional[Tuple[Counts, ...]]:
        known = self._journal.jobs.get(name)
        return None if known is None else known.counts

    def _submit_all(self, pending: Deque[int], there: Deque[int]) -> None:
        while pending:
            try:
                self._submit(pending[0])
            except JobLimitError as limit:
                self._step("waiting", pending[0], str(limit))
                return
            there.append(pending.popleft())

    def _submit(self, number: int) -> None:
        """Have the job at the service, once."""
        name = self._names[number]
        known = self._journal.jobs.get(name)
        if known is not None and known.id is not None:
            return
        if known is not None and self._found(number):  # somebody was killed, or given no answer
            return
        self._budget.check(self.cost)
        if known is None:
            self._journal.intend(name)
        job = self._jobs[number]
        circuits = [self._circuit_of(one.qasm) for one in job.circuits]
        self._journal.submitted(name, self._sent(number, circuits, job.shots))
        self._step("submitted", number)

    def _sent(self, number: int, circuits: List[Any], shots: int) -> str:
        name = self._names[number]
        for attempt in range(1, self._patience.attempts + 1):
            try:
                return self._source.submit(self._device, circuits, shots=shots, job_name=name)
            except RefusedError:  # noqa: PERF203 - an attempt is a try in a loop
                self._journal.refused(name)
                raise
            except LostAnswerError:
                job_id = self._look_for(name)
                if job_id is not None:
                    return job_id
                if attempt == self._patience.attempts:
                    raise
        raise AssertionError("attempts must be 1 or more")

    def _found(self, number: int) -> bool:
        name = self._names[number]
        job_id = self._look_for(name)
        if job_id is None:
            return False
        self._journal.submitted(name, job_id)
        self._step("found", number)
        return True

    def _look_for(self, name: str) -> Optional[str]:
        """A job that may be there; its list may be behind, so not at once only."""
        for _ in range(self._patience.lookups):
            job_id = self._source.find(self._device, name)
            if job_id is not None:
                return job_id
            self._clock.sleep(self._patience.lookup_pause)
        return None

    def _collect(self, number: int) -> None:
        name = self._names[number]
        job_id = self._journal.jobs[name].id
        if job_id is None:
            raise AssertionError("only what was submitted is waited for")
        answer = self._awaited(number, job_id)
        expected = len(self._jobs[number].circuits)
        if answer.state == FAILED:
            self._journal.failed(name)
            raise JobFailedError(
                f"job {number + 1} of {len(self._jobs)} failed: {answer.message}. Run again to submit it anew; what "
                "the others gave is kept."
            )
        self._check(number, answer, expected)
        self._journal.counted(name, answer.counts, answer.seconds)
        self._step("counted", number)

    def _check(self, number: int, answer: JobAnswer, expected: int) -> None:
        shots = self._jobs[number].shots
        totals = [sum(counts.values()) for counts in answer.counts]
        if totals != [shots] * expected:
            raise JobFailedError(
                f"job {number + 1} of {len(self._jobs)}: expected counts of {expected} circuits with {shots} shots, "
                f"found {totals}"
            )

    def _awaited(self, number: int, job_id: str) -> JobAnswer:
        pause, failures = self._patience.poll, 0
        while True:
            try:
                answer = self._source.fetch(self._device, job_id)
            except ServiceError:
                failures += 1
                if failures >= self._patience.failures:
                    raise
            else:
                failures = 0
                if answer.state in (DONE, FAILED):
                    return answer
                self._step("waiting", number, answer.message)
            self._clock.sleep(pause)
            pause = min(2 * pause, self._patience.poll_most)

    def _step(self, what: str, number: int, message: str = "") -> None:
        self._on_step(Step(what, number, len(self._jobs), message))
