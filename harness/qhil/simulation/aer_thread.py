"""The one thread on which Aer runs every job that has no executor of its own. It serves the whole process.

Nothing here imports Aer: where it has not been imported, it has no thread. Aer up to 0.16 has the executor of
that thread in several modules by name, later ones in one.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import FrozenSet, List

_NAME = "DEFAULT_EXECUTOR"


def is_aer_executor(executor: object) -> bool:
    """Whether it is the executor of that thread."""
    return any(executor is vars(module)[_NAME] for module in _modules())


def aer_threads() -> FrozenSet[threading.Thread]:
    """The thread, once Aer has had a job."""
    executors = (vars(module)[_NAME] for module in _modules())
    return frozenset(thread for one in executors for thread in getattr(one, "_threads", ()))


def renew_aer_thread() -> None:
    """Give Aer a new thread after a fork.

    A fork does not carry threads over: up to 0.16, the first run in a forked process, such as those of a
    `ProcessPoolExecutor`, waits for it for ever. Later ones do this themselves.
    """
    new = ThreadPoolExecutor(max_workers=1)
    for module in _modules():
        setattr(module, _NAME, new)


def end_aer_thread() -> None:
    """Have the thread end after the job that it runs now, without those that wait; the next job has a new one."""
    ended: List[ThreadPoolExecutor] = [vars(module)[_NAME] for module in _modules()]
    renew_aer_thread()
    for executor in ended:
        executor.shutdown(wait=False, cancel_futures=True)


def _modules() -> List[ModuleType]:
    names = ("aerjob", "aerjobset", "utils")
    modules = [sys.modules.get(f"qiskit_aer.jobs.{name}") for name in names]
    return [module for module in modules if module is not None and hasattr(module, _NAME)]
