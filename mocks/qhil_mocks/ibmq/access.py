"""Logging in: API token in, access token out. The one owner of which access tokens are good, and until when.

Both kinds of token are kept as digests.
"""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Dict, Iterable, Optional

from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.identities import Identities, digest

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
    user: User
    expires: datetime


class Access:
    """Who may come in."""

    def __init__(self, users: Iterable[User], identities: Identities) -> None:
        self._users = {digest(user.token): user for user in users}
        self._identities = identities
        self._granted: Dict[str, _Kept] = {}
        self._logins = itertools.count()
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
        with self._lock:
            text = self._identities.text("access token", next(self._logins), digits=64)
            self._granted[digest(text)] = _Kept(user, now + LIFETIME)
        return Grant(text, user, now, now + LIFETIME)

    def knows(self, access_token: str) -> bool:
        """Whether that access token was given out here, good or expired."""
        return digest(access_token) in self._granted

    def user(self, access_token: Optional[str], now: datetime) -> User:
        """Whose access token that is.

        Raises:
            ServiceError: 401 for none, an unknown or an expired one.
        """
        kept = self._granted.get(digest(access_token or ""))
        if kept is None or now >= kept.expires:
            raise ServiceError(
                401,
                "Authorization Required",
                code="AUTHORIZATION_REQUIRED",
                name="UnauthorizedError",
            )
        return kept.user
