"""The pytest plugin: a recorded device for any test that names a fixture.

Loaded by pytest in every suite of an environment that has qhil, so it imports nothing but pytest
and itself: Qiskit comes with the first backend.
"""

from __future__ import annotations

from qhil.pytest_plugin.comparison import pytest_assertrepr_compare
from qhil.pytest_plugin.configuration import (
    pytest_configure,
    pytest_configure_node,
    pytest_report_header,
)
from qhil.pytest_plugin.fixtures import (
    chosen_device,
    chosen_noise,
    recorded_backend,
    recorded_device,
    run_program,
    user_messenger,
)
from qhil.pytest_plugin.generation import pytest_generate_tests
from qhil.pytest_plugin.options import pytest_addoption
from qhil.pytest_plugin.report import pytest_runtest_makereport
from qhil.pytest_plugin.time_limit import pytest_timeout_set_timer

__all__ = [
    "chosen_device",
    "chosen_noise",
    "pytest_addoption",
    "pytest_assertrepr_compare",
    "pytest_configure",
    "pytest_configure_node",
    "pytest_generate_tests",
    "pytest_report_header",
    "pytest_runtest_makereport",
    "pytest_timeout_set_timer",
    "recorded_backend",
    "recorded_device",
    "run_program",
    "user_messenger",
]
