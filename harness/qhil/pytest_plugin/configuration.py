"""What a session asks for is checked, shared with its workers, and shown."""

from __future__ import annotations

from typing import Any, List, MutableMapping, Optional

import pytest

from qhil.errors import QhilError
from qhil.pytest_plugin.choices import devices_named, noises_named
from qhil.pytest_plugin.settings import HANDED_SEED, Asked, settings


def check(config: pytest.Config) -> None:
    """Refuse what was mistyped.

    What the project's configuration names is left to the first test that needs it, for to look a
    device up takes time; the command line is for this session, and is checked before it begins.

    Raises:
        pytest.UsageError: for an option or a key that cannot be kept.
    """
    kept = settings(config)
    try:
        if kept.devices.explicit or config.getoption("qhil_recordings"):
            devices_named(kept.devices, config)
        if kept.noises.explicit:
            noises_named(kept.noises)
    except QhilError as error:
        raise pytest.UsageError(str(error)) from None


def hand_over(config: pytest.Config, worker: MutableMapping[str, Any]) -> None:
    """Give the seed to a worker."""
    worker[HANDED_SEED] = settings(config).seed.value


def header(config: pytest.Config) -> Optional[str]:
    """One line about all that was asked for."""
    kept = settings(config)
    said = [*_names("device", kept.devices), *_names("noise", kept.noises)]
    if kept.seed.by:
        said.append(f"seed {kept.seed.value}" + " (drawn)" * kept.seed.drawn)
    if kept.recordings:
        said.append(f"recordings in {', '.join(map(str, kept.recordings))}")
    if not kept.strict:
        said.append("not strict")
    return f"qhil: {'; '.join(said)}"


def _names(what: str, asked: Asked) -> List[str]:
    return [f"{what} {', '.join(asked.names)}"] if asked.by else []
