"""What importing, listing and loading costs others: no Qiskit, and no decoder before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
import qhil.recordings
after_import = sorted(sys.modules)
names = [summary.name for summary in qhil.recordings.devices()]
recordings = [qhil.recordings.load_recording(name) for name in names]
assert all(recording.digest for recording in recordings)
print(json.dumps([after_import, sorted(sys.modules), names]))
"""


@pytest.fixture(scope="module")
def session():
    """Modules after the import, modules after listing and loading all devices, their names."""
    command = [sys.executable, "-W", "error", "-c", PROGRAM]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=100)
    return json.loads(done.stdout)


def test_importing_brings_no_decoder(session):
    after_import, _, _ = session

    assert "qhil.recordings.recording" in after_import
    assert "msgspec" not in after_import
    assert "numpy" not in after_import


def test_listing_and_loading_everything_imports_no_qiskit(session):
    _, after_all, names = session

    assert len(names) >= 10
    assert not [name for name in after_all if name.startswith("qiskit")]
