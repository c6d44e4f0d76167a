"""What every test shares: one way to ask for an optional component, and repeatable hypotheses."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine and in every run; a slow machine is no failure.
settings.register_profile(
    "qhil",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("qhil")


def _require(distribution: str) -> None:
    try:
        version(distribution)
    except PackageNotFoundError:
        # QHIL_REQUIRE lists what an environment is there to test: it cannot pass by skipping that.
        if distribution in os.environ.get("QHIL_REQUIRE", "").replace(",", " ").split():
            pytest.fail(f"QHIL_REQUIRE names {distribution}, which is not installed here")
        pytest.skip(f"needs {distribution}, which is not installed here")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Honour ``@pytest.mark.requires("distribution", ...)``."""
    for marker in item.iter_markers("requires"):
        for distribution in marker.args:
            _require(distribution)


@pytest.fixture(scope="session")
def requires():
    """Say inside a test or fixture which distributions it needs: ``requires("distributed")``."""

    def require(*distributions: str) -> None:
        for distribution in distributions:
            _require(distribution)

    return require
