"""The fixtures. Any may be overridden by one of the same name, in a conftest.py, module or class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Iterator, Union

import pytest

from qhil.pytest_plugin.hooks import DEVICE, FAULTS, NOISE, SWEEP_PART

if TYPE_CHECKING:
    from qhil.backend import RecordedBackend
    from qhil.faults import Injection
    from qhil.live import LiveDevice
    from qhil.program import ProgramRun, UserMessenger
    from qhil.pytest_plugin.devices import Device
    from qhil.recordings import Recording
    from qhil_mocks.mock_ibmq import MockIBMQ


@pytest.fixture(name=DEVICE)
def chosen_device(request: pytest.FixtureRequest) -> Device:
    """The name and date of the test's device."""
    from qhil.pytest_plugin.generation import chosen

    return chosen(request)  # type: ignore[no-any-return]  # by this fixture's name


@pytest.fixture(name=NOISE)
def chosen_noise(request: pytest.FixtureRequest) -> str:
    """The kind of the test's noise."""
    from qhil.pytest_plugin.generation import chosen

    return chosen(request)  # type: ignore[no-any-return]  # likewise


@pytest.fixture(name=FAULTS)
def chosen_faults(request: pytest.FixtureRequest) -> Any:
    """The test's fault plan, if a marker gives it one."""
    from qhil.pytest_plugin.generation import chosen

    return chosen(request)


@pytest.fixture(name=SWEEP_PART)
def sweep_part(request: pytest.FixtureRequest) -> int:
    """Which of the tests that share the points of a sweep this is."""
    part: int = request.param
    return part


@pytest.fixture
def fault_plan(request: pytest.FixtureRequest) -> Injection:
    """What goes wrong while the test runs, and what has gone wrong so far: a qhil.Injection.

    The plan is that of the marker ``faults``, or that with which the test is parametrised, indirectly; without
    either nothing goes wrong. ``fault_plan.firings`` are the faults that have happened.
    """
    from qhil.pytest_plugin.fault_plans import give, injection_of

    if hasattr(request, "param"):
        return give(request.node, request.param)
    return injection_of(request.node) or give(request.node, "")


@pytest.fixture
def recorded_device(request: pytest.FixtureRequest, _qhil_device: Device) -> Recording:
    """The recording of the device that the test runs on: a qhil.Recording.

    Chosen by the marker ``device``, else --qhil-device, else ``qhil_device`` in the configuration,
    else ibmq_manila. A fixture that overrides this one may give a name, or a recording of its own.
    """
    from qhil.pytest_plugin.devices import as_recording

    return as_recording(request.config, getattr(request, "param", _qhil_device))


@pytest.fixture
def recorded_backend(
    request: pytest.FixtureRequest, recorded_device: Union[str, Recording], _qhil_noise: str
) -> RecordedBackend:
    """A backend that behaves as the recorded device did: a qhil.RecordedBackend, fresh for each test.

    Its noise is chosen by the marker ``noise``, --qhil-noise or ``qhil_noise``; its seed, by --qhil-seed
    or ``qhil_seed``, is the same for all tests. Where pytest-timeout limits the test, simulations
    run in a child process, which ends with it.
    """
    from qhil.pytest_plugin.components import new_backend

    return new_backend(request.node, getattr(request, "param", recorded_device), _qhil_noise)


@pytest.fixture
def user_messenger() -> UserMessenger:
    """Receives what a program publishes, and can be asked for it: a qhil.UserMessenger."""
    from qhil.pytest_plugin.components import new_messenger

    return new_messenger()


@pytest.fixture
def run_program(
    request: pytest.FixtureRequest, recorded_backend: RecordedBackend, user_messenger: UserMessenger
) -> Callable[..., ProgramRun]:
    """Runs a program as the service did: ``run_program(program, inputs)`` gives a qhil.ProgramRun.

    As qhil.run_program, with ``recorded_backend`` and ``user_messenger`` unless others are given. A
    relative path is looked for in the working folder, in pytest's root folder, then beside the test.
    """
    from qhil.pytest_plugin.components import program_runner

    return program_runner(request.node, recorded_backend, user_messenger)


@pytest.fixture
def live_backend(request: pytest.FixtureRequest, _qhil_device: Device) -> LiveDevice:
    """The live device of the same name as the recorded one of the test: a qhil.live.LiveDevice.

    ``live_backend.recording`` is what the service says of it now, which costs nothing; ``live_backend.measure(
    live_backend.planned({"name": circuit}, shots=1000))`` gives a measured run, within what
    --qhil-live-max-seconds allows all tests together. Skips the test where no live service may be used, or fails it
    with --qhil-live=require.
    """
    from qhil.pytest_plugin.live import new_live_device

    return new_live_device(request.config, _qhil_device.name)


@pytest.fixture
def mock_ibmq(request: pytest.FixtureRequest) -> Iterator[MockIBMQ]:
    """The IBM Quantum service, for qiskit-ibmq-provider in this process: an entered qhil_mocks.MockIBMQ.

    Fresh for each test, with the account of its first user saved, so that ``IBMQ.load_account()`` is all
    it takes. Serves the devices that the marker ``device`` names, else all. Its seed is that of the
    backends. Needs the extra ``mocks``.
    """
    from qhil.pytest_plugin.mocked_service import new_mock_ibmq

    with new_mock_ibmq(request.node) as mock:
        yield mock
