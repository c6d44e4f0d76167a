"""Which devices there are, and that asking for one reads no other."""

from __future__ import annotations

import pytest

import qhil
import qhil_fixtures
from qhil.recordings import catalog
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.service_error import ServiceError


def test_by_default_there_are_all_recordings_and_the_simulator():
    names = Devices().names

    assert set(qhil_fixtures.device_names()) < set(names)
    assert set(names) == {device.name for device in qhil.devices()} | {"ibmq_qasm_simulator"}


def test_listing_loads_no_recording(monkeypatch):
    monkeypatch.setattr(catalog, "_load", lambda *_: pytest.fail("a recording was loaded"))
    devices = Devices()

    for name in devices.names:
        assert devices.facts(name).backend_name == name


def test_chosen_devices_come_in_the_order_given():
    past = qhil.load_recording("ibm_sherbrooke", at="2024-01-01")
    devices = Devices(["ibm_perth", "ibmq_armonk", past])

    assert devices.names == ("ibm_perth", "ibmq_armonk", "ibm_sherbrooke")
    assert devices.recording("ibm_sherbrooke") is past
    with pytest.raises(ServiceError, match="ibmq_manila not found"):
        devices.recording("ibmq_manila")
