"""The fixtures. Any may be overridden by one of the same name, in a conftest.py, module or class."""

from __future__ import annotations

import contextlib
import os
import warnings
from typing import TYPE_CHECKING, Any, Callable, Iterator, Mapping, Optional, Union

import pytest

from qhil.pytest_plugin.choices import device_choices, noise_choices
from qhil.pytest_plugin.devices import Device, recording_of
from qhil.pytest_plugin.generation import DEVICE, NOISE, chosen
from qhil.pytest_plugin.program_files import found
from qhil.pytest_plugin.settings import settings
from qhil.pytest_plugin.used import used

if TYPE_CHECKING:
    from qhil.backend import RecordedBackend
    from qhil.program import ProgramRun, UserMessenger
    from qhil.recordings import Recording

    RunProgram = Callable[..., ProgramRun]


@pytest.fixture(name=DEVICE)
def chosen_device(request: pytest.FixtureRequest) -> Device:
    """The name and date of the test's device."""
    return chosen(request, device_choices)


@pytest.fixture(name=NOISE)
def chosen_noise(request: pytest.FixtureRequest) -> str:
    """The kind of the test's noise."""
    return chosen(request, noise_choices)


@pytest.fixture
def recorded_device(request: pytest.FixtureRequest, _qhil_device: Device) -> Recording:
    """The recording of the device that the test runs on: a qhil.Recording.

    Chosen by the marker ``device``, else --qhil-device, else ``qhil_device`` in the configuration,
    else ibmq_manila. A fixture that overrides this one may give a name, or a recording of its own.
    """
    return _recording(request, getattr(request, "param", _qhil_device))


@pytest.fixture
def recorded_backend(
    request: pytest.FixtureRequest, recorded_device: Union[str, Recording], _qhil_noise: str
) -> RecordedBackend:
    """A backend that behaves as the recorded device did: a qhil.RecordedBackend, fresh for each test.

    Its noise is chosen by the marker ``noise``, --qhil-noise or ``qhil_noise``; its seed, by --qhil-seed
    or ``qhil_seed``, is the same for all tests. Where pytest-timeout limits the test, simulations
    run in a child process, which ends with it.
    """
    recording = _recording(request, getattr(request, "param", recorded_device))
    asked, use = settings(request.config), used(request.node)
    with _quietly():
        from qhil.backend import RecordedBackend
        from qhil.simulation.aer import prepare

        prepare()
    backend = RecordedBackend(
        recording,
        noise=_qhil_noise,
        seed=asked.seed.value,
        strict=asked.strict,
        contained=use.limited,
    )
    use.backends.append(backend)
    return backend


@pytest.fixture
def user_messenger() -> UserMessenger:
    """Receives what a program publishes, and can be asked for it: a qhil.UserMessenger."""
    with _quietly():
        from qhil.program import UserMessenger
    return UserMessenger()


@pytest.fixture
def run_program(
    request: pytest.FixtureRequest, recorded_backend: RecordedBackend, user_messenger: UserMessenger
) -> RunProgram:
    """Runs a program as the service did: ``run_program(program, inputs)`` gives a qhil.ProgramRun.

    As qhil.run_program, with ``recorded_backend`` and ``user_messenger`` unless others are given. A
    relative path is looked for in the working folder, in pytest's root folder, then beside the test.
    """

    def run(
        program: Any,
        inputs: Optional[Mapping[str, Any]] = None,
        *,
        backend: Any = recorded_backend,
        messenger: Any = user_messenger,
        max_execution_time: Optional[float] = None,
        metadata: Union[str, os.PathLike[str], Mapping[str, Any], None] = None,
        isolate: bool = False,
        memory_limit: Optional[int] = None,
    ) -> ProgramRun:
        with _quietly():
            from qhil.program import run_program
        done = run_program(
            found(request.node, program),
            backend,
            inputs,
            messenger=messenger,
            max_execution_time=max_execution_time,
            metadata=found(request.node, metadata),
            isolate=isolate,
            memory_limit=memory_limit,
        )
        used(request.node).runs.append(done)
        return done

    return run


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Imports in which Qiskit and its clients may warn each other, though warnings be errors here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _recording(request: pytest.FixtureRequest, device: Union[str, Device, Recording]) -> Recording:
    if isinstance(device, str):
        device = Device.parse(device)
    return recording_of(request.config, device) if isinstance(device, Device) else device
