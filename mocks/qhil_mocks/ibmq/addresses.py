"""Under which URLs the service is reached; a door says which, and handlers hand them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

# Where the client looks when it is told nothing else.
AUTH_HOST = "auth.quantum-computing.ibm.com"


@dataclass(frozen=True)
class Addresses:
    """URL prefixes, without a slash at the end.

    ``api`` is both where users log in and where all else is; the client does not mind. ``websocket`` None: the
    door has no websocket.
    """

    api: str = f"https://{AUTH_HOST}/api"
    websocket: Optional[str] = None

    def stored(self, key: str) -> str:
        """The URL of an object in the object storage. By its name the client knows not to log it."""
        return f"{self.api}/objectstorage/{key}"
