"""``qhil live``: what may be used, told without what it says."""

from __future__ import annotations

import json

import pytest

SECRET = "0123456789abcdef" * 8


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    """A user without credentials."""
    for name in ("QE_TOKEN", "QE_URL", "QE_HUB", "QISKIT_IBM_TOKEN", "QISKIT_IBM_INSTANCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))


def test_without_credentials_it_says_what_is_wanting(qhil_command):
    done = qhil_command("live")

    assert done.exit_code == 0
    ibmq, platform = done.stdout.splitlines()
    assert ibmq.startswith("ibmq: may not be used")
    assert "QE_TOKEN and QE_URL" in ibmq
    assert "QISKIT_IBM_TOKEN" in platform


def test_credentials_are_told_by_name(qhil_command, monkeypatch):
    monkeypatch.setenv("QE_TOKEN", SECRET)
    monkeypatch.setenv("QE_URL", f"https://{SECRET}")
    monkeypatch.setenv("QISKIT_IBM_TOKEN", SECRET)
    done = qhil_command("live", "--json")

    services = {one["service"]: one for one in json.loads(done.stdout)["services"]}
    assert services["ibmq"]["found"] == ["QE_TOKEN", "QE_URL"]
    assert services["platform"]["found"] == ["QISKIT_IBM_TOKEN"]
    assert SECRET not in done.stdout + done.stderr


def test_one_service_may_be_asked_for(qhil_command):
    assert qhil_command("live", "--service", "platform").stdout.count("\n") == 1


def test_devices_are_asked_of_the_service_only_if_wanted(qhil_command):
    done = qhil_command("live", "--devices")

    assert done.exit_code == 2
    assert "Error: " in done.stderr


@pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker")
def test_the_devices_of_a_service(qhil_command):
    from qhil_mocks import MockIBMQ

    with MockIBMQ(seed=7, devices=["ibmq_manila", "ibm_perth"]) as mock:
        done = qhil_command("live", "--devices", "--service", "ibmq")
        told = json.loads(qhil_command("live", "--devices", "--json").stdout)

    assert "  ibm_perth  works, 0 jobs wait\n  ibmq_manila  works, 0 jobs wait\n" in done.stdout
    assert mock.token not in done.stdout
    assert [one["name"] for one in told["devices"]] == ["ibm_perth", "ibmq_manila"]
