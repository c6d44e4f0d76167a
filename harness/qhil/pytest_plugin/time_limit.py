"""pytest-timeout: its limit has to end a test that sits in Aer.

Aer holds the interpreter lock while it simulates: neither a signal handler nor a timer thread gets a
turn until it is done. So where a test has a limit, its backend simulates in a child process, which
dies with the test. pytest-timeout tells of a limit by a hook, wherever that was said (marker, option,
configuration, environment).
"""

from __future__ import annotations

import pytest

from qhil.pytest_plugin.used import used


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item) -> None:
    """Note the limit; None leaves it to pytest-timeout to keep it."""
    used(item).limit()
