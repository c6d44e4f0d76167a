"""Under which URLs the service is reached; a door says which, and handlers hand them out.

>>> REAL.path_of("https://auth.quantum-computing.ibm.com/api/version")
'/api/version'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Protocol
from urllib.parse import unquote, urlsplit

# Where the client looks when it is told nothing else.
AUTH_HOST = "auth.quantum-computing.ibm.com"
# What the service told its clients after login.
RUNTIME_HOST = "runtime-us-east.quantum-computing.ibm.com"
EXPERIMENTS_HOST = "resultsdb.quantum-computing.ibm.com"
# A port of this machine on which nobody listens. Refused before it could say who it is, the client does not try
# again but asks over HTTP at once.
_NO_WEBSOCKET = "ws://127.0.0.1:1"


class Addresses(Protocol):
    """URL prefixes, without a slash at the end."""

    @property
    def api(self) -> str:
        """Where users log in, and where all is that has no place of its own. The client does not mind."""

    @property
    def runtime(self) -> str:
        """Of programs and their jobs. The client makes the websocket of interim results of it."""

    @property
    def experiments(self) -> str:
        """Of the experiment service."""

    @property
    def websocket(self) -> str:
        """Of the websockets on which the states of jobs are told."""


@dataclass(frozen=True)
class FixedAddresses:
    """`Addresses` that stay as they are; ``websocket`` is by default one where nobody is."""

    api: str
    runtime: str
    experiments: str
    websocket: str = _NO_WEBSOCKET

    @classmethod
    def under(cls, url: str) -> FixedAddresses:
        """All of the service below one URL, as a server has it."""
        return cls(
            api=f"{url}/api",
            runtime=f"{url}/runtime",
            experiments=f"{url}/experiments",
            websocket=f"{url.replace('http', 'ws', 1)}/websocket",
        )

    def path_of(self, url: str) -> Optional[str]:
        """Where in the service's routes ``url`` leads, decoded and without its query; None if not to the service."""
        plain = url.split("?", 1)[0].split("#", 1)[0]
        beside_api = self.api.rpartition("/")[0]
        for prefix, mount in (
            (self.api, "/api"),
            (self.runtime, "/runtime"),
            (self.experiments, "/experiments"),
            # Of no service of IBM's, but of the mock itself.
            (f"{beside_api}/control", "/control"),
            (f"{beside_api}/health", "/health"),
        ):
            if f"{plain}/".startswith(f"{prefix}/"):
                return mount + unquote(urlsplit(plain).path[len(urlsplit(prefix).path) :])
        return None


REAL = FixedAddresses(
    api=f"https://{AUTH_HOST}/api",
    runtime=f"https://{RUNTIME_HOST}",
    experiments=f"https://{EXPERIMENTS_HOST}",
)
"""Those of the real service."""


def stored(addresses: Addresses, key: str) -> str:
    """The URL of an object in the object storage. By its name the client knows not to log it."""
    return f"{addresses.api}/objectstorage/{key}"
