"""The one file of a multipart form, as browsers and `requests` send it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Optional

from qhil_mocks.ibmq.service_error import bad_request


@dataclass
class _Part:
    headers: Dict[bytes, bytes] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True)
class SentFile:
    """A file of a form. ``name`` is what the sender calls it."""

    name: str
    content: bytes


def sent_file(content_type: Optional[str], body: bytes, name: str) -> SentFile:
    """The file in the field ``name``.

    Raises:
        ServiceError: 400 if the body is no such form, not whole, or has no such file.
    """
    from python_multipart.multipart import parse_options_header

    try:
        for part in _parts(content_type or "", body):
            disposition = part.headers.get(b"content-disposition", b"").decode("latin-1")
            _, told = parse_options_header(disposition)
            if told.get(b"name") == name.encode() and b"filename" in told:
                return SentFile(_unescaped(told[b"filename"].decode()), bytes(part.content))
    except ValueError:  # the parser's own, and those of a name in no known encoding
        raise bad_request("the body is no multipart form, or not all of one") from None
    raise bad_request(f"the form has no file {name}")


def _parts(content_type: str, body: bytes) -> List[_Part]:
    """All parts of a form.

    Raises:
        ValueError: if it is none.
    """
    from python_multipart.multipart import MultipartParser, parse_options_header

    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise ValueError(kind)
    reading = _Reading()
    parser = MultipartParser(
        options[b"boundary"],
        {
            "on_part_begin": reading.begin,
            "on_header_field": reading.header_name,
            "on_header_value": reading.header_value,
            "on_header_end": reading.header_end,
            "on_part_data": reading.data,
            "on_end": reading.end,
        },
    )
    parser.write(body)
    parser.finalize()
    if not reading.whole:
        raise ValueError("cut off")
    return reading.parts


class _Reading:
    """What the parser has told so far."""

    def __init__(self) -> None:
        self.parts: List[_Part] = []
        self.whole = False
        self._name = b""
        self._value = b""

    def begin(self) -> None:
        self.parts.append(_Part())

    def header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        self.parts[-1].headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += data[start:end]

    def end(self) -> None:
        self.whole = True


def _unescaped(name: str) -> str:
    """The three characters that a form cannot hold in a name, and only these (WHATWG HTML, multipart/form-data)."""
    return name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
