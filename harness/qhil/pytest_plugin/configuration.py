"""The start of a session: markers are made known, settings read, the seed shared, a header shown."""

from __future__ import annotations

from typing import Any, List, Optional

import pytest

from qhil.errors import QhilError
from qhil.pytest_plugin.choices import devices_named, noises_named
from qhil.pytest_plugin.settings import Asked, Settings, keep_settings, settings

_DEVICE = (
    "device(*names, at=None): (qhil) recorded devices on which the test runs, once on each; at= is a "
    "date: as they were then. The closest marker counts."
)
_NOISE = (
    "noise(*kinds): (qhil) kinds of noise with which the test runs, once with each, such as "
    "'twirled' or 'recorded*0.5'. The closest marker counts."
)
_HANDED = "qhil_seed"


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known and read the settings.

    Raises:
        pytest.UsageError: for an option that cannot be kept.
    """
    for marker in (_DEVICE, _NOISE):
        config.addinivalue_line("markers", marker)
    handed: Optional[int] = getattr(config, "workerinput", {}).get(_HANDED)
    _check(config, keep_settings(config, handed))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the seed to a worker of pytest-xdist, which would draw another."""
    node.workerinput[_HANDED] = settings(node.config).seed.value


def pytest_report_header(config: pytest.Config) -> Optional[str]:
    """Say what was asked for; nothing where nothing was."""
    said = _said(settings(config))
    return f"qhil: {'; '.join(said)}" if said else None


def _check(config: pytest.Config, kept: Settings) -> None:
    """Refuse now what was mistyped on the command line.

    What the project's configuration says is checked by the first test that needs it: to look a
    device up takes time.
    """
    try:
        if kept.devices.explicit or config.getoption("qhil_recordings"):
            devices_named(kept.devices, config)
        if kept.noises.explicit:
            noises_named(kept.noises)
    except QhilError as error:
        raise pytest.UsageError(str(error)) from None


def _said(kept: Settings) -> List[str]:
    said = [*_names("device", kept.devices), *_names("noise", kept.noises)]
    if kept.seed.by:
        said.append(f"seed {kept.seed.value}" + " (drawn)" * kept.seed.drawn)
    if kept.recordings:
        said.append(f"recordings in {', '.join(map(str, kept.recordings))}")
    return said if kept.strict else [*said, "not strict"]


def _names(what: str, asked: Asked) -> List[str]:
    return [f"{what} {', '.join(asked.names)}"] if asked.by else []
