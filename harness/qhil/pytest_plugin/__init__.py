"""The pytest plugin: a recorded device for any test that names a fixture."""

from __future__ import annotations

from qhil.pytest_plugin.fixtures import (
    chosen_device,
    chosen_faults,
    chosen_noise,
    fault_plan,
    live_backend,
    mock_ibmq,
    recorded_backend,
    recorded_device,
    run_program,
    sweep_part,
    user_messenger,
)
from qhil.pytest_plugin.hooks import (
    pytest_assertrepr_compare,
    pytest_configure,
    pytest_configure_node,
    pytest_generate_tests,
    pytest_pyfunc_call,
    pytest_report_header,
    pytest_runtest_call,
    pytest_runtest_makereport,
    pytest_runtest_protocol,
    pytest_runtest_setup,
    pytest_timeout_set_timer,
)
from qhil.pytest_plugin.options import pytest_addoption

__all__ = [
    "chosen_device",
    "chosen_faults",
    "chosen_noise",
    "fault_plan",
    "live_backend",
    "mock_ibmq",
    "pytest_addoption",
    "pytest_assertrepr_compare",
    "pytest_configure",
    "pytest_configure_node",
    "pytest_generate_tests",
    "pytest_pyfunc_call",
    "pytest_report_header",
    "pytest_runtest_call",
    "pytest_runtest_makereport",
    "pytest_runtest_protocol",
    "pytest_runtest_setup",
    "pytest_timeout_set_timer",
    "recorded_backend",
    "recorded_device",
    "run_program",
    "sweep_part",
    "user_messenger",
]
