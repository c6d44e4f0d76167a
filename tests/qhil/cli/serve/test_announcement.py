"""What is printed, as the shells of this world read it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from qhil.cli.serve.announcement import announcement
from qhil_mocks.ibmq.accounts import OPEN, PREMIUM, User

MOCK = SimpleNamespace(
    seed=7, devices=("a",), token="t0", users=(User("u0", "t0"), User("u1", "t1", (OPEN, PREMIUM)))
)


@pytest.mark.parametrize(
    ("windows", "word", "remark"), [(False, "export", "#"), (True, "set", "rem")]
)
def test_without_tls(windows, word, remark):
    assert list(announcement(MOCK, "http://localhost:1", None, windows=windows)) == [
        f"{remark} The mocked IBM Quantum service is at http://localhost:1 (1 device, seed 7).",
        f"{remark} For an unmodified script or notebook in another process:",
        f"{word} QE_TOKEN=t0",
        f"{word} QE_URL=http://localhost:1/api",
        f"{remark} Interim results of runtime programs need TLS: --tls FOLDER.",
        f"{remark} Users, by their tokens:",
        f"{remark}   t0  ibm-q/open/main",
        f"{remark}   t1  ibm-q/open/main, ibm-q-lab/research/premium",
    ]


def test_with_tls_it_says_whom_to_trust(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = list(announcement(MOCK, "https://localhost:1", Path("a b.pem"), windows=False))

    assert f"export REQUESTS_CA_BUNDLE='{tmp_path}/a b.pem'" in lines
    assert f"export WEBSOCKET_CLIENT_CA_BUNDLE='{tmp_path}/a b.pem'" in lines
    assert not any("--tls" in line for line in lines)
