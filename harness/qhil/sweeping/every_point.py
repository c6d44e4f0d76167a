"""`sweep`: a scenario is run again and again, each time with something else going wrong.

scenario -> clean run -> points -> Tried, one each -> SweepReport
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple, Union

from qhil.errors import SweepError
from qhil.faults import FaultPlan
from qhil.simulation.executors import is_dask, is_loss
from qhil.sweeping.clean import CleanRun, clean_run
from qhil.sweeping.difference import difference
from qhil.sweeping.kept import KeptPoints
from qhil.sweeping.points import pairs as pairs_of
from qhil.sweeping.points import points, unpaired
from qhil.sweeping.report import SweepReport
from qhil.sweeping.settings import Documented, Scenario, SweepSettings
from qhil.sweeping.trying import try_point
from qhil.sweeping.verdict import Tried


def sweep(
    scenario: Scenario,
    *,
    documented: Sequence[Documented] = (),
    seed: int = 0,
    sites: Optional[Sequence[str]] = None,
    pairs: bool = False,
    budget: Optional[int] = None,
    resume: Union[str, os.PathLike[str], None] = None,
    executor: Any = None,
    name: Optional[str] = None,
    virtual_limit: float = 3600.0,
    call_limit: int = 1000,
    hard_limit: Optional[float] = 60.0,
    resubmissions: int = 0,
    compare: Callable[[Any, Any], Optional[str]] = difference,
    left: Optional[Callable[[], Iterable[str]]] = None,
    progress: Optional[Callable[[Tried, int], None]] = None,
) -> SweepReport:
    """Try everything that may go wrong in a scenario, one thing at a time.

    The scenario is first run without faults, twice; then under a plan of one fault for each call of each site and each
    effect that the site admits, once and from that call on.

    Args:
        scenario: is called without arguments, makes all that it needs itself (its backend with a seed, say), and
            returns what can be compared. With an executor of processes it has to be picklable, and so do its result,
            ``compare`` and ``left``.
        documented: exceptions, or their names, that may come out of the scenario. By default none may.
        seed: for what effects draw, and for the choice of pairs.
        sites: patterns such as ``api.*``; None for all sites that are called.
        pairs: then try two faults at a time, such that every two sites that can be had together appear.
        budget: how many pairs at most.
        resume: a file that keeps the points that are done; those in it are not tried again. One of another sweep is
            refused.
        executor: a `concurrent.futures` executor or a Dask client on which the points are tried. In one process one is
            tried at a time.
        name: of the scenario, where it should not be called by its own.
        virtual_limit: s by the clock, beyond those of the clean run, after which it hangs.
        call_limit: how many calls of one site, beyond those of the clean run, after which it hangs.
        hard_limit: s of real time after which it hangs. In the main thread that ends Python code, sleeping and
            waiting, and in other threads Python code only; neither ends C++ that does not come back. None for no limit.
        resubmissions: how many jobs more than the clean run a scenario may submit.
        compare: is given the expected and the found result; tells where they differ, None if nowhere.
        left: tells what is left of the scenario's own making, such as jobs that run, besides threads, sockets, files
            and child processes, which are always looked for.
        progress: is called with each point that is done, and how many there are; not with those of ``resume``.

    Raises:
        SweepError: for a scenario that cannot be swept: it fails without any fault, or is not the same twice.
    """
    settings = SweepSettings(
        documented=documented,
        seed=seed,
        virtual_limit=virtual_limit,
        call_limit=call_limit,
        hard_limit=hard_limit,
        resubmissions=resubmissions,
        compare=compare,
        left=left,
    )
    if budget is not None and not pairs:
        raise TypeError("budget is how many pairs to try: give pairs=True, too")
    clean = clean_run(scenario, settings, name=name, sites=sites)
    single = points(clean.calls, seed=seed, only=sites)
    with _quick_collections(), KeptPoints(resume, clean.digest(settings)) as kept:
        trying = _Trying(scenario, clean, settings, kept, executor, progress)
        tried = trying.all_of(single)
        chosen: Tuple[FaultPlan, ...] = ()
        apart: Tuple[Tuple[str, str], ...] = ()
        if pairs:
            chosen = pairs_of(tried, seed=seed, budget=budget)
            apart = unpaired(tried, chosen)
        tried_pairs = trying.all_of(chosen)
    return SweepReport(
        scenario=clean.name,
        seed=seed,
        documented=settings.documented_names,
        calls=dict(clean.calls),
        submissions=clean.submissions,
        points=(*tried, *tried_pairs),
        unpaired=apart,
    )


@dataclass
class _Trying:
    """Tries points: here one after the other, or on an executor. What is done is kept at once."""

    scenario: Scenario
    clean: CleanRun
    settings: SweepSettings
    kept: KeptPoints
    executor: Any
    progress: Optional[Callable[[Tried, int], None]]
    count: int = 0

    def all_of(self, plans: Sequence[FaultPlan]) -> Tuple[Tried, ...]:
        """The verdicts, in the order of the plans."""
        self.count += len(plans)
        done = self.kept.done
        missing = [plan for plan in plans if str(plan) not in done]
        for tried in self._here(missing) if self.executor is None else self._there(missing):
            self.kept.add(tried)
            if self.progress is not None:
                self.progress(tried, self.count)
        return tuple(done[str(plan)] for plan in plans)

    def _here(self, plans: Sequence[FaultPlan]) -> Iterator[Tried]:
        for plan in plans:
            yield try_point(self.scenario, plan, self.clean, self.settings)

    def _there(self, plans: Sequence[FaultPlan]) -> Iterator[Tried]:
        # Dask would take equal calls for one and the same.
        options: Dict[str, Any] = {"pure": False} if is_dask(self.executor) else {}
        finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
        futures: List[Any] = []
        try:
            for plan in plans:
                future = self.executor.submit(
                    try_point, self.scenario, plan, self.clean, self.settings, **options
                )
                futures.append(future)
                future.add_done_callback(finished.put)
            for _ in plans:
                # As they come: what is done is kept though others still run.
                yield self._tried(finished.get())
        finally:
            for future in futures:
                future.cancel()

    def _tried(self, future: Any) -> Tried:
        try:
            tried: Tried = future.result()
        except Exception as error:
            if not is_loss(error):
                raise
            raise SweepError(
                f"{self.clean.name} ended a process of the executor: without an executor, or with resume= and one "
                f"process, you see at which point ({error})"
            ) from error
        return tried


@contextlib.contextmanager
def _quick_collections() -> Iterator[None]:
    """What is there already is not looked through at each collection of garbage, of which each point has one."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
