"""Logging in: API token in, access token out. The one owner of which access tokens are good, and until when.

Both kinds of token are held as digests; access tokens stay good on a shelf.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Dict, Iterable, Optional

from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.identities import Identities, digest
from qhil_mocks.numbering import Numbering
from qhil_mocks.shelves import Shelves, Unkept

# As long as the service's access tokens held.
LIFETIME = timedelta(days=14)


@dataclass(frozen=True)
class Grant:
    """What somebody who has logged in holds."""

    access_token: str
    user: User
    issued: datetime
    expires: datetime


@dataclass(frozen=True)
class _Kept:
    user: str
    expires: datetime


class Access:
    """Who may come in."""

    def __init__(
        self, users: Iterable[User], identities: Identities, shelves: Optional[Shelves] = None
    ) -> None:
        self._users = {digest(user.token): user for user in users}
        self._by_id = {user.id: user for user in self._users.values()}
        self._identities = identities
        self._shelves = shelves or Unkept()
        self._shelf = self._shelves.shelf("access tokens", _Kept)
        self._granted: Dict[str, _Kept] = self._shelf.load()
        self._logins = Numbering(self._shelves, "access tokens")
        self._lock = threading.Lock()

    def log_in(self, token: str, now: datetime) -> Grant:
        """A new access token.

        Raises:
            ServiceError: 401 for an unknown token, or a user who has not accepted the licence.
        """
        user = self._users.get(digest(token))
        if user is None:
            raise ServiceError(401, "Login failed.", code="LOGIN_FAILED", name="UnauthorizedError")
        if not user.licensed:
            raise ServiceError(
                401,
                "You must accept the license agreement before using the service.",
                code="ACCEPT_LICENSE_REQUIRED",
                name="ACCEPT_LICENSE_REQUIRED",
            )
        kept = _Kept(user.id, now + LIFETIME)
        with self._lock:
            with self._shelves.together():
                text = self._identities.text("access token", self._logins.next(), digits=64)
                self._shelf.put(digest(text), kept)
            self._granted[digest(text)] = kept
        return Grant(text, user, now, now + LIFETIME)

    def knows(self, access_token: str) -> bool:
        """Whether that access token was given out here, good or expired."""
        return digest(access_token) in self._granted

    def user(self, access_token: Optional[str], now: datetime) -> User:
        """Whose access token that is.

        Raises:
            ServiceError: 401 for none, an unknown or an expired one, or that of a user who is no longer known.
        """
        kept = self._granted.get(digest(access_token or ""))
        user = None if kept is None or now >= kept.expires else self._by_id.get(kept.user)
        if user is None:
            raise ServiceError(
                401,
                "Authorization Required",
                code="AUTHORIZATION_REQUIRED",
                name="UnauthorizedError",
            )
        return user
