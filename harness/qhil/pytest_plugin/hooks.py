"""What pytest calls. Nothing else of the plugin is imported before a test, or an option, asks for it.

pytest loads this in every suite of an environment that has qhil, and where it cannot keep bytecode
it compiles it anew each time.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Generator, List, Optional

import pytest

from qhil.pytest_plugin.closure import asks_for
from qhil.pytest_plugin.options import (
    DEVICE_MARKER,
    FAULTS_MARKER,
    LIVE_MARKER,
    NOISE_MARKER,
    SWEEP_MARKER,
    is_anything_asked,
)

DEVICE = "_qhil_device"
"""The fixture that tests are multiplied by. Not `recorded_device`, so that this may be overridden."""
NOISE = "_qhil_noise"
FAULTS = "_qhil_faults"
"""The fixture of a test that the marker ``faults`` multiplies; nobody has to name it."""
SWEEP_PART = "_qhil_sweep_part"
"""The fixture of a test that shares the points of its sweep with others."""
# What a test may have used that its failure should tell of.
_WORTH_A_REPORT = ("qhil.backend", "qhil.faults", "qhil_mocks.mock_ibmq")


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known, and see what the session asks for.

    Raises:
        pytest.UsageError: for what cannot be kept.
    """
    config.addinivalue_line("markers", DEVICE_MARKER)
    config.addinivalue_line("markers", NOISE_MARKER)
    config.addinivalue_line("markers", FAULTS_MARKER)
    config.addinivalue_line("markers", SWEEP_MARKER)
    config.addinivalue_line("markers", LIVE_MARKER)
    if is_anything_asked(config):
        from qhil.pytest_plugin.configuration import check

        check(config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand what was drawn to a worker of pytest-xdist, which would draw another."""
    if is_anything_asked(node.config):
        from qhil.pytest_plugin.configuration import hand_over

        hand_over(node.config, node.workerinput)


def pytest_report_header(config: pytest.Config) -> Optional[str]:
    """Say what was asked for; nothing where nothing was."""
    if not is_anything_asked(config):
        return None
    from qhil.pytest_plugin.configuration import header

    return header(config)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test for each device, each kind of noise and each fault plan."""
    if metafunc.definition.get_closest_marker("faults") is not None:
        metafunc.fixturenames.append(FAULTS)
    if metafunc.definition.get_closest_marker("sweep") is not None:
        from qhil.pytest_plugin.generation import make_parts

        make_parts(metafunc)
    fixtures = [fixture for fixture in (DEVICE, NOISE, FAULTS) if asks_for(metafunc, fixture)]
    if fixtures:
        from qhil.pytest_plugin.generation import make_tests

        make_tests(metafunc, fixtures)


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item) -> None:
    """Note that pytest-timeout sets the test a limit, wherever that was said, and leave it to do so.

    Aer holds the interpreter lock while it simulates: neither a signal handler nor a timer thread gets a
    turn until it is done. So the test's backend simulates in a child process, which dies with the test.
    """
    from qhil.pytest_plugin.used import used

    used(item).limit()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test of a live device where none may be used, or fail it if the session says so."""
    if item.get_closest_marker("live") is not None:
        from qhil.pytest_plugin.live import check_live

        check_live(item.config)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: Optional[pytest.Item]) -> Optional[bool]:
    """Run a test that is marked so again for each thing that may go wrong; leave all others to pytest."""
    if item.get_closest_marker("sweep") is None:
        return None
    from qhil.pytest_plugin.sweeping import run_swept

    run_swept(item, nextitem)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Optional[bool]:
    """Keep what such a test returns."""
    if pyfuncitem.get_closest_marker("sweep") is None:
        return None
    from qhil.pytest_plugin.sweeping import call_swept

    return call_swept(pyfuncitem) or None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Have the faults of the test happen while its function runs."""
    if not ("qhil.faults" in sys.modules or item.get_closest_marker("faults")):
        return (yield)
    from qhil.pytest_plugin.fault_plans import at_work

    with at_work(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Have a failure on a recorded device, or with a mocked service, tell on which, and how to repeat it."""
    report = yield
    if "qhil.pytest_plugin.sweeping" in sys.modules:
        from qhil.pytest_plugin.sweeping import keep_raised

        keep_raised(item, call)
    if not sys.modules.keys().isdisjoint(_WORTH_A_REPORT):
        from qhil.pytest_plugin.report import complete

        complete(report, item, last=call.when == "teardown")
    return report


def pytest_assertrepr_compare(op: str, left: object, right: object) -> Optional[List[str]]:
    """Say of ``==`` between two counts how far apart they are; None leaves all else to pytest."""
    if op != "==" or not (isinstance(left, Mapping) and isinstance(right, Mapping)):
        return None
    from qhil.counts import explain_difference

    return explain_difference(left, right) or None
