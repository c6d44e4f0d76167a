"""A JSON file's text, plain or gzipped; what the system or gzip says against it is an error."""

from __future__ import annotations

import zlib
from pathlib import Path

from qhil.errors import RecordingError
from qhil.recordings.json_text import JsonText

_GZIP = 31  # zlib's wbits for a gzip header and a 32 KB window
# The largest published part has 1.5 MB. Far above, but below what would exhaust a machine.
LARGEST = 1 << 28


def read_json(path: Path) -> JsonText:
    """The (unchecked) text of ``path``; a name that ends in ``.gz`` is one gzip member.

    Raises RecordingError for what cannot be read or unzipped, or is absurdly large.
    """
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise RecordingError(
            "cannot be read", file=str(path), expected="a readable file", found=reason
        ) from None
    return JsonText(_unzip(data, path) if path.suffix == ".gz" else data, str(path))


def _unzip(data: bytes, path: Path) -> bytes:
    stream = zlib.decompressobj(_GZIP)
    try:
        plain = stream.decompress(data, LARGEST)
    except zlib.error as error:
        raise _bad_gzip(path, str(error)) from None
    if stream.unconsumed_tail:
        raise _bad_gzip(path, f"more than {LARGEST} bytes of content")
    if not stream.eof:
        raise _bad_gzip(path, "a stream that is cut off")
    if stream.unused_data:
        raise _bad_gzip(path, f"{len(stream.unused_data)} bytes after its end")
    return plain


def _bad_gzip(path: Path, found: str) -> RecordingError:
    return RecordingError("not gzip", file=str(path), expected="one whole gzip stream", found=found)
