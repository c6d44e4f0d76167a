"""A certificate authority of our own, and what it vouches for: this machine's loopback names.

The client asks a runtime's websocket by TLS or not at all, so somebody has to vouch for a mocked one.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Sequence

if TYPE_CHECKING:
    from trustme import CA

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_AUTHORITY = "authority.pem"
_AUTHORITY_KEY = "authority.key.pem"
_SERVER = "server.pem"


@dataclass(frozen=True)
class Certificates:
    """Files in PEM: ``authority`` is what clients have to trust, ``server`` holds a certificate and its key."""

    authority: Path
    server: Path

    def context(self) -> ssl.SSLContext:
        """What a server needs to speak TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(self.server))
        return context


def certificates(folder: Path, *names: str) -> Certificates:
    """Certificates for ``names`` and loopback, by the authority that is kept in ``folder``, made there if need be.

    Only their owner may read the keys.
    """
    folder.mkdir(parents=True, exist_ok=True)
    authority, key = folder / _AUTHORITY, folder / _AUTHORITY_KEY
    if authority.exists() and key.exists():
        from trustme import CA

        ca = CA.from_pem(authority.read_bytes(), key.read_bytes())
    else:
        ca = _new_authority()
        _write_secret(key, ca.private_key_pem.bytes())
        authority.write_bytes(ca.cert_pem.bytes())
    return _issued(ca, folder, names)


def passing_certificates(folder: Path) -> Certificates:
    """Certificates for loopback by an authority that nobody has the key of but this process."""
    ca = _authority_of_this_process()
    (folder / _AUTHORITY).write_bytes(ca.cert_pem.bytes())
    return _issued(ca, folder, ())


def _issued(ca: CA, folder: Path, names: Sequence[str]) -> Certificates:
    issued = ca.issue_cert(*LOOPBACK, *(name for name in names if name not in LOOPBACK))
    _write_secret(folder / _SERVER, issued.private_key_and_cert_chain_pem.bytes())
    return Certificates(folder / _AUTHORITY, folder / _SERVER)


def _write_secret(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(content)


def _new_authority() -> CA:
    from trustme import CA

    return CA(organization_name="qhil", organization_unit_name="mocked services")


@lru_cache(maxsize=1)
def _authority_of_this_process() -> CA:
    return _new_authority()
