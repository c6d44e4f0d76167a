"""From a prepared request of `requests` to a plain one, and from a plain response to what an adapter wants."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from urllib3 import HTTPHeaderDict, HTTPResponse

from qhil_mocks.rest import Request, Response

_KNOWN = frozenset(HTTPStatus)


def plain_request(prepared: Any, path: str) -> Request:
    """``prepared`` as a plain request for ``path``."""
    url = urlsplit(prepared.url)
    body = prepared.body or b""
    return Request(
        prepared.method or "GET",
        path,
        tuple(parse_qsl(url.query, keep_blank_values=True)),
        {name.lower(): _text(value) for name, value in prepared.headers.items()},
        body.encode() if isinstance(body, str) else body,
    )


def adapter_response(response: Response) -> HTTPResponse:
    """``response`` as it would come from a connection."""
    headers = HTTPHeaderDict({"Content-Type": response.content_type})
    headers.extend(response.headers)
    return HTTPResponse(
        body=io.BytesIO(response.body),
        headers=headers,
        status=response.status,
        reason=reason(response.status),
        preload_content=False,
    )


def reason(status: int) -> str:
    """The phrase behind a status; empty for one that is none of HTTP's own."""
    return HTTPStatus(status).phrase if status in _KNOWN else ""


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
