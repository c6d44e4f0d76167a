"""Simulations on somebody else's workers: a `concurrent.futures` executor or a Dask client.

In goes a request; it is cut into consecutive parts, which travel as small pickles, and out comes
one `Result` with the counts that one Aer call gives: Aer seeds circuit i of a call with
``seed_simulator + 2113 i``, so a part that begins at circuit k is given
``seed_simulator + 2113 k``.

A thread pool runs the parts one after the other, because Aer holds Python's interpreter lock; with
``run=run_in_child`` (:mod:`qhil.simulation.worker`) each of its threads has a process.
"""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Sequence, Tuple

from qhil.simulation.aer import (
    AER_STRIDE,
    SimulationRequest,
    pickle_result,
    simulate,
    unpickle_result,
)
from qhil.simulation.errors import SimulationCrash

if TYPE_CHECKING:
    from qiskit.result import Result

    Run = Callable[[SimulationRequest], Result]


def run_on(
    executor: Any,
    request: SimulationRequest,
    *,
    parts: Optional[int] = None,
    run: Run = simulate,
) -> Result:
    """The result of ``request``, simulated in ``parts`` by ``executor``; None: one for each worker.

    Raises: as `map_requests`.
    """
    pieces = split(request, worker_count(executor) if parts is None else parts)
    return join(map_requests(executor, pieces, run=run))


def map_requests(
    executor: Any, requests: Sequence[SimulationRequest], *, run: Run = simulate
) -> List[Result]:
    """The results of ``requests``, in their order.

    ``executor``: a `concurrent.futures.Executor`, a `dask.distributed.Client`, or whatever else has
    a ``submit(function, *arguments)`` that returns a future with ``result()`` and ``cancel()``.
    ``run`` is called there with each request: `simulate`, or a picklable that does the same
    elsewhere, such as ``functools.partial(run_in_child, timeout=60)``.

    Raises:
        SimulationCrash: if a process of the executor died.
        Exception: that of the first request, in their order, that failed; what has not begun by
            then is cancelled.
    """
    options: Dict[str, Any] = {}
    if is_dask(executor):
        # Dask would take two requests without a seed for one and the same.
        options["pure"] = False
    futures: List[Any] = []
    try:
        futures.extend(executor.submit(_packed, run, request, **options) for request in requests)
        return [unpickle_result(future.result()) for future in futures]
    except BaseException as error:
        for future in futures:
            future.cancel()
        if is_loss(error):
            raise SimulationCrash(f"a process of the executor died: {error}") from error
        raise


def _packed(run: Run, request: SimulationRequest) -> bytes:
    """The result, pickled there and unpickled by us: not by a thread of the executor.

    What Qiskit warns of in unpickling would, where warnings are errors, break a process pool.
    """
    return pickle_result(run(request))


def split(request: SimulationRequest, parts: int) -> Tuple[SimulationRequest, ...]:
    """Cut the circuits into at most ``parts`` consecutive requests of nearly equal length.

    Together they give the very counts of ``request``. The noise model stays the same object.

    Raises:
        ValueError: if ``parts`` is less than one.
    """
    if parts < 1:
        raise ValueError(f"parts must be at least 1, not {parts}")
    count = len(request.circuits)
    parts = min(parts, count)
    if parts <= 1:
        return (request,)
    ends = [count * part // parts for part in range(parts + 1)]
    return tuple(_part(request, begin, end) for begin, end in zip(ends, ends[1:]))


def _part(request: SimulationRequest, begin: int, end: int) -> SimulationRequest:
    options = dict(request.options)
    if options.get("seed_simulator") is not None:
        options["seed_simulator"] += AER_STRIDE * begin
    return replace(request, circuits=request.circuits[begin:end], options=options)


def join(results: Sequence[Result]) -> Result:
    """One result with the experiments of all, in order.

    It is a success if all are; its status is that of the first that is none, else of the first; its
    ``time_taken`` is the time all took together; all else is the first's.

    Raises:
        ValueError: if there are none.
    """
    if not results:
        raise ValueError("no results to join")
    first = results[0]
    if len(results) == 1:
        return first
    told = next((result for result in results if not result.success), first)
    # Which of these are arguments and which are metadata depends on Qiskit's generation.
    more = {name: getattr(first, name) for name in ("qobj_id", "metadata") if hasattr(first, name)}
    return type(first)(
        backend_name=first.backend_name,
        backend_version=first.backend_version,
        job_id=first.job_id,
        success=told.success,
        results=[experiment for result in results for experiment in result.results],
        date=first.date,
        status=told.status,
        header=first.header,
        time_taken=sum(result.time_taken for result in results),
        **more,
    )


def worker_count(executor: Any) -> int:
    """How many simulations ``executor`` runs at a time; if it does not tell, one per processor."""
    if is_dask(executor):
        client = getattr(executor, "_client", executor)  # of the executor that a client can make
        return max(1, len(client.nthreads()))  # not the threads: Aer uses one at a time
    count = getattr(executor, "_max_workers", None)  # of both of Python's own
    return count if isinstance(count, int) else os.cpu_count() or 1


def is_loss(error: BaseException) -> bool:
    """Whether a worker process died, as `concurrent.futures` and Dask tell it."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def is_dask(executor: Any) -> bool:
    """Whether ``executor`` is of `dask.distributed`, which is not imported to find out."""
    return any(
        kind.__module__.partition(".")[0] == "distributed" for kind in type(executor).__mro__
    )
