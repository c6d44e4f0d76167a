"""Credentials are told by where they are, never by what they say."""

from __future__ import annotations

import json

import pytest

from qhil.live.credentials import find_credentials
from qhil.stack import Stack

LEGACY = Stack("0.46.3", "0.46.3", "0.14.2", "0.20.2", None)
NEW = Stack("2.6.2", None, "0.18.2", None, "0.51.0")
NOTHING = Stack("2.6.2", None, "0.18.2", None, None)


@pytest.fixture
def found(tmp_path, monkeypatch):
    """``found(stack, **environment)``: for ibmq and for the platform."""
    import sys

    monkeypatch.delitem(sys.modules, "qiskit.providers.ibmq.credentials.configrc", raising=False)
    return lambda stack, **environment: find_credentials(stack, environment, tmp_path)


@pytest.fixture
def save(tmp_path):
    """``save(name, text)``: a file in ~/.qiskit."""

    def saved(name, text):
        (tmp_path / ".qiskit").mkdir(exist_ok=True)
        (tmp_path / ".qiskit" / name).write_text(text)

    return saved


def test_without_any_both_say_what_they_want(found):
    ibmq, platform = found(NOTHING)

    assert not ibmq.usable
    assert not platform.usable
    assert ibmq.wanting == (
        "qiskit-ibmq-provider on qiskit-terra",
        "QE_TOKEN and QE_URL, or one account saved in ~/.qiskit/qiskitrc",
    )
    assert platform.wanting == (
        "qiskit-ibm-runtime on Qiskit 1.4 or later",
        "QISKIT_IBM_TOKEN, or an account saved in ~/.qiskit/qiskit-ibm.json",
    )


def test_variables_are_told_by_name(found):
    ibmq, _ = found(LEGACY, QE_TOKEN="secret1", QE_URL="secret2", QE_HUB="secret3")
    _, platform = found(NEW, QISKIT_IBM_TOKEN="secret4", QISKIT_IBM_INSTANCE="secret5")

    assert (ibmq.usable, ibmq.found) == (True, ("QE_TOKEN", "QE_URL", "QE_HUB"))
    assert ibmq.client == "qiskit-ibmq-provider 0.20.2"
    assert platform.found == ("QISKIT_IBM_TOKEN", "QISKIT_IBM_INSTANCE")
    assert platform.usable
    assert "secret" not in repr((ibmq, platform))


def test_a_token_without_an_address_is_not_enough_for_the_legacy_client(found):
    ibmq, _ = found(LEGACY, QE_TOKEN="secret")

    assert ibmq.wanting == ("QE_URL, or one account saved in ~/.qiskit/qiskitrc",)


def test_saved_accounts_are_counted(found, save):
    save("qiskitrc", "[ibmq]\ntoken = secret%1\nurl = secret2\n[ibmq.preferences]\na = b\n")
    accounts = {
        "alice": {"channel": "ibm_quantum_platform", "token": "secret3"},
        "old": {"channel": "ibm_quantum", "token": "secret4"},
    }
    save("qiskit-ibm.json", json.dumps(accounts))

    ibmq, _ = found(LEGACY)
    _, platform = found(NEW)

    assert (ibmq.usable, ibmq.found) == (True, ("~/.qiskit/qiskitrc (1 account)",))
    assert (platform.usable, platform.found) == (True, ("~/.qiskit/qiskit-ibm.json (1 account)",))
    assert "secret" not in repr((ibmq, platform))
    assert "alice" not in repr((ibmq, platform))


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"a": 1}'])
def test_a_file_that_cannot_be_read_is_none(found, save, text):
    save("qiskitrc", text)
    save("qiskit-ibm.json", text)

    assert [one.found for one in found(NEW)] == [(), ()]


def test_without_its_client_a_service_is_of_no_use(found):
    ibmq, _ = found(NEW, QE_TOKEN="a", QE_URL="b")

    assert ibmq.wanting == ("qiskit-ibmq-provider on qiskit-terra",)
