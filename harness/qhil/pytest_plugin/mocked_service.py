"""The service of the fixture `mock_ibmq`, as a test asks for it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, List, Optional

import pytest

from qhil.errors import QhilError
from qhil.pytest_plugin.choices import device_choices
from qhil.pytest_plugin.devices import recording_of
from qhil.pytest_plugin.settings import settings
from qhil.pytest_plugin.used import used

if TYPE_CHECKING:
    from qhil.recordings import Recording
    from qhil_mocks.mock_ibmq import MockIBMQ


def new_mock_ibmq(item: pytest.Item) -> MockIBMQ:
    """A service for this test, not entered yet. The test fails if there can be none."""
    try:
        mock = _made(item)
    except QhilError as error:
        raise pytest.fail.Exception(f"{item.nodeid}: {error}", pytrace=False) from None
    used(item).mocks.append(mock)
    return mock


def _made(item: pytest.Item) -> MockIBMQ:
    from qhil_mocks.extra import check_extra

    check_extra("The fixture mock_ibmq")
    with warnings.catch_warnings():  # of what its imports say of each other
        warnings.simplefilter("ignore")
        from qhil_mocks.mock_ibmq import MockIBMQ
    asked = settings(item.config)
    return MockIBMQ(
        seed=asked.seed.value, devices=_marked(item), recordings=asked.recordings or None
    )


def _marked(item: pytest.Item) -> Optional[List[Recording]]:
    """What the marker names, all of it: a test has one service, though it be made once for each device."""
    if item.get_closest_marker("device") is None:
        return None
    return [recording_of(item.config, device) for device in device_choices(item).values]
