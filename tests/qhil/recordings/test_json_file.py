from __future__ import annotations

import gzip

import pytest

from qhil.errors import RecordingError
from qhil.recordings import json_file
from qhil.recordings.json_file import read_json


def test_plain_and_gzipped_files_say_the_same(tmp_path):
    plain, zipped = tmp_path / "a.json", tmp_path / "a.json.gz"
    plain.write_bytes(b"{}")
    zipped.write_bytes(gzip.compress(b"{}"))

    assert read_json(plain) == read_json(zipped)
    assert read_json(zipped).file == str(zipped)


WHOLE = gzip.compress(b"{}", mtime=0)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(b"", "cut off", id="empty"),
        pytest.param(b'{"a": 1}', "incorrect header check", id="plain"),
        pytest.param(WHOLE[:-4], "cut off", id="short"),
        pytest.param(WHOLE[:-4] + b"\0\0\0\0", "incorrect length check", id="wrong"),
        pytest.param(WHOLE + b"more", "4 bytes after its end", id="long"),
    ],
)
def test_damaged_gzip_is_refused(tmp_path, data, found):
    path = tmp_path / "a.json.gz"
    path.write_bytes(data)

    with pytest.raises(RecordingError, match="not gzip") as caught:
        read_json(path)
    assert found in caught.value.found
    assert caught.value.file == str(path)


def test_what_unpacks_to_an_absurd_size_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(json_file, "LARGEST", 1000)
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(b" " * 1001))

    with pytest.raises(RecordingError, match="more than 1000 bytes"):
        read_json(path)


@pytest.mark.parametrize("name", ["missing.json", "folder.json", "nul\0.json"])
def test_what_cannot_be_read_is_refused(tmp_path, name):
    (tmp_path / "folder.json").mkdir()

    with pytest.raises(RecordingError, match="cannot be read") as caught:
        read_json(tmp_path / name)
    assert caught.value.expected == "a readable file"
