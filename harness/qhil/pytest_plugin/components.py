"""What the fixtures give: parts of qhil as this test, in this session, is to have them."""

from __future__ import annotations

import contextlib
import os
import warnings
from typing import TYPE_CHECKING, Any, Callable, Iterator, Mapping, Optional, Union

import pytest

from qhil.pytest_plugin.devices import Device, as_recording
from qhil.pytest_plugin.program_files import found
from qhil.pytest_plugin.settings import settings
from qhil.pytest_plugin.used import used

if TYPE_CHECKING:
    from qhil.backend import RecordedBackend
    from qhil.program import ProgramRun, UserMessenger
    from qhil.recordings import Recording


def new_backend(
    item: pytest.Item, device: Union[str, Device, Recording], noise: str
) -> RecordedBackend:
    """A backend for this test, made as the session asks."""
    with _quietly():
        from qhil.backend import RecordedBackend
        from qhil.simulation.aer import prepare

        prepare()
    asked, use = settings(item.config), used(item)
    backend = RecordedBackend(
        as_recording(item.config, device),
        noise=noise,
        seed=asked.seed.value,
        strict=asked.strict,
        contained=use.limited,
    )
    use.backends.append(backend)
    return backend


def new_messenger() -> UserMessenger:
    """A messenger that nobody has published to."""
    with _quietly():
        from qhil.program import UserMessenger
    return UserMessenger()


def program_runner(
    item: pytest.Item, own_backend: Any, own_messenger: Any
) -> Callable[..., ProgramRun]:
    """`qhil.run_program` with a backend and a messenger of its own, for this test."""
    with _quietly():
        from qhil.program.runner import run_program as run_here

    def run_program(
        program: Any,
        inputs: Optional[Mapping[str, Any]] = None,
        *,
        backend: Any = own_backend,
        messenger: Any = own_messenger,
        max_execution_time: Optional[float] = None,
        metadata: Union[str, os.PathLike[str], Mapping[str, Any], None] = None,
        isolate: bool = False,
        memory_limit: Optional[int] = None,
    ) -> ProgramRun:
        done = run_here(
            found(item, program),
            backend,
            inputs,
            messenger=messenger,
            max_execution_time=max_execution_time,
            metadata=found(item, metadata),
            isolate=isolate,
            memory_limit=memory_limit,
        )
        used(item).runs.append(done)
        return done

    return run_program


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Imports in which Qiskit and its clients may warn each other, though warnings be errors here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
