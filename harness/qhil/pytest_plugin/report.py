"""A test that failed on a recorded device, or with a mocked service, says on which, and how to have it again."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Iterator, Sequence

import pytest

from qhil.errors import QhilError
from qhil.pytest_plugin.fault_plans import firings_of, forget
from qhil.pytest_plugin.repetition import command
from qhil.pytest_plugin.used import used, used_backends, used_mocks

if TYPE_CHECKING:
    from qhil.backend import RecordedBackend
    from qhil.faults import Firing
    from qhil.program import ProgramRun
    from qhil_mocks.mock_ibmq import MockIBMQ

_WIDTH = 10
# Devices, or faults, that are named one by one.
_FEW = 5


def complete(report: pytest.TestReport, item: pytest.Item, *, last: bool) -> None:
    """Add a section ``qhil`` to the report of a failure. ``last``: of this test there is no other."""
    if report.failed:
        lines = list(_lines(item))
        if lines:
            report.sections.append(("qhil", "\n".join(lines)))
    if last:
        used(item).forget()
        forget(item)


def _lines(item: pytest.Item) -> Iterator[str]:
    backends, mocks = used_backends(item), used_mocks(item)
    for backend in backends:
        yield from _about_device(backend)
    for run in used(item).runs:
        yield from _about_program(run)
    for mock in mocks:
        yield from _about_service(mock)
    plan, firings = firings_of(item)
    if plan:
        yield from _about_faults(plan, firings)
    if backends or mocks or plan:
        yield _line("repeat", command(item))


def _about_device(backend: RecordedBackend) -> Iterator[str]:
    recording = backend.recording
    loose = "" if backend.strict else ", not strict"
    yield _line("device", f"{recording.name}, properties of {backend.snapshot.date.isoformat()}")
    yield _line("digest", f"sha256 {recording.digest}")
    yield _line("noise", f"{backend.noise}{loose}")
    yield _line("seed", str(backend.seed))


def _about_program(run: ProgramRun) -> Iterator[str]:
    yield _line("program", f"{run.program}: {run.status}")
    if run.error is not None:
        yield textwrap.indent(run.error.traceback.rstrip(), " " * _WIDTH)


def _about_service(mock: MockIBMQ) -> Iterator[str]:
    yield _line("service", f"mocked IBM Quantum with {_devices(mock)}")
    yield _line("seed", str(mock.seed))


def _about_faults(plan: str, firings: Sequence[Firing]) -> Iterator[str]:
    yield _line("faults", plan)
    for firing in firings[:_FEW]:
        yield _line("", str(firing))
    if len(firings) > _FEW:
        yield _line("", f"and {len(firings) - _FEW} more")
    if not firings:
        yield _line("", "none has happened")


def _devices(mock: MockIBMQ) -> str:
    try:
        names = mock.devices
    except QhilError:  # of a place where recordings should be: it may be what the test failed of
        return "devices that cannot be read"
    return ", ".join(names) if len(names) <= _FEW else f"{len(names)} devices"


def _line(name: str, text: str) -> str:
    return f"{name:<{_WIDTH}}{text}"
