"""`MockIBMQ` and the real client: its account, its devices."""

from __future__ import annotations

import logging
import os
from datetime import datetime, timezone
from pathlib import Path

import pytest

import qhil
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker")


@pytest.fixture
def provider(ibmq, service):
    return ibmq.enable_account(service.token, url=service.url)


def test_a_token_enables_the_open_project(ibmq, service):
    provider = ibmq.enable_account(service.token, url=service.url)

    assert provider is ibmq.get_provider()
    credentials = provider.credentials
    assert (credentials.hub, credentials.group, credentials.project) == ("ibm-q", "open", "main")
    ibmq.disable_account()
    assert ibmq.active_account() is None


def test_the_second_user_has_three_projects_the_open_one_first(ibmq, service):
    first = ibmq.enable_account(service.users[1].token, url=service.url)

    assert len(ibmq.providers()) == 3
    assert first.credentials.hub == "ibm-q"
    assert ibmq.get_provider(project="private").credentials.group == "research"


def test_a_wrong_token_is_refused(ibmq, service):
    from qiskit.providers.ibmq.api.exceptions import RequestsApiError

    with pytest.raises(
        RequestsApiError, match=r"401 Client Error: Unauthorized .* Login failed"
    ) as caught:
        ibmq.enable_account("0" * 128, url=service.url)

    assert caught.value.status_code == 401


@pytest.mark.parametrize("service", ["in-process"], indirect=True)  # the client saves no other URL
def test_a_saved_account_is_there_and_can_be_replaced(ibmq, service):
    assert ibmq.stored_account()["token"] == service.token
    assert ibmq.load_account() is ibmq.get_provider()

    ibmq.save_account(service.users[1].token, overwrite=True)
    ibmq.disable_account()
    ibmq.load_account()

    assert len(ibmq.providers()) == 3


def test_the_users_own_account_is_set_aside_and_put_back(ibmq, monkeypatch, tmp_path):
    from qiskit.providers.ibmq.credentials import configrc

    mine = tmp_path / "qiskitrc"
    mine.write_text(
        "[ibmq]\ntoken = mine\nurl = https://auth.quantum-computing.ibm.com/api\nverify = True\n"
    )
    monkeypatch.setattr(configrc, "DEFAULT_QISKITRC_FILE", str(mine))
    monkeypatch.setenv("QE_TOKEN", "mine too")
    monkeypatch.setenv("QE_URL", "https://auth.quantum-computing.ibm.com/api")
    with MockIBMQ(seed=7, devices=["ibmq_armonk"]) as outer:
        first = ibmq.load_account()
        with MockIBMQ(seed=8, devices=["ibmq_armonk"]) as inner:
            assert ibmq.active_account() is None
            ibmq.save_account(inner.users[1].token, overwrite=True)
            ibmq.load_account()
            saved = Path(configrc.DEFAULT_QISKITRC_FILE)
        assert ibmq.active_account()["token"] == outer.token
        assert ibmq.get_provider() is first

    assert ibmq.active_account() is None
    assert not saved.parent.exists()
    assert ibmq.stored_account()["token"] == "mine"
    assert os.environ["QE_TOKEN"] == "mine too"


def test_every_recording_becomes_a_device(ibmq, caplog):
    with MockIBMQ(seed=7) as service, caplog.at_level(logging.WARNING):
        provider = ibmq.enable_account(service.token, url=service.url)
        names = {device.name() for device in provider.backends()}

        assert names == {device.name for device in qhil.devices()} | {"ibmq_qasm_simulator"}
        assert not caplog.records
        assert {device.name() for device in provider.backends(input_allowed="runtime")} <= names


def test_configuration_and_properties_are_those_of_the_recording(provider):
    device = provider.get_backend("ibm_perth")
    recorded = qhil.RecordedBackend("ibm_perth")

    assert device.configuration().coupling_map == recorded.configuration().coupling_map
    assert device.properties().t1(2) == recorded.properties().t1(2)
    assert device.properties().last_update_date == recorded.snapshot.date
    assert device.defaults().qubit_freq_est[0] == pytest.approx(
        recorded.recording.defaults_json["qubit_freq_est"][0] * 1e9
    )


def test_properties_of_a_date_come_from_the_history(provider):
    device = provider.get_backend("ibm_sherbrooke")
    then = datetime(2024, 1, 1, tzinfo=timezone.utc)

    assert device.properties(datetime=then).last_update_date.year == 2023
    assert device.properties().last_update_date.year == 2025
    assert device.properties(datetime=datetime(2020, 1, 1, tzinfo=timezone.utc)) is None
    assert device.defaults() is None


def test_devices_tell_how_busy_they_are(provider):
    from qiskit.providers.ibmq import least_busy

    device = provider.get_backend("ibm_perth")

    assert device.status().operational
    assert device.status().pending_jobs == 0
    assert device.remaining_jobs_count() == 5
    assert device.reservations() == provider.backend.my_reservations() == []
    assert least_busy(provider.backends()) in provider.backends()


def test_a_premium_project_has_no_limit(ibmq, service):
    ibmq.enable_account(service.users[1].token, url=service.url)
    device = ibmq.get_provider(project="premium").get_backend("ibm_perth")

    assert device.job_limit().maximum_jobs is None


def test_neither_token_is_logged(ibmq, service, caplog):
    with caplog.at_level(logging.DEBUG):
        provider = ibmq.enable_account(service.token, url=service.url)
        provider.get_backend("ibm_perth").properties()

    assert service.token not in caplog.text
    assert provider.credentials.access_token not in caplog.text
