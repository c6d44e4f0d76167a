"""Under which URLs the service is reached; a door says which, and handlers hand them out.

>>> Addresses().path_of("https://auth.quantum-computing.ibm.com/api/version")
'/api/version'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional
from urllib.parse import unquote, urlsplit

# Where the client looks when it is told nothing else.
AUTH_HOST = "auth.quantum-computing.ibm.com"
# What the service told its clients after login.
RUNTIME_HOST = "runtime-us-east.quantum-computing.ibm.com"
EXPERIMENTS_HOST = "resultsdb.quantum-computing.ibm.com"
# A port of this machine on which nobody listens. Refused before it could say who it is, the client does not try
# again but asks over HTTP at once.
_NO_WEBSOCKET = "ws://127.0.0.1:1"


@dataclass(frozen=True)
class Addresses:
    """URL prefixes, without a slash at the end; these are the real service's.

    ``api`` is both where users log in and where all else is; the client does not mind. A door without websockets
    leaves ``websocket`` as it is.
    """

    api: str = f"https://{AUTH_HOST}/api"
    runtime: str = f"https://{RUNTIME_HOST}"
    experiments: str = f"https://{EXPERIMENTS_HOST}"
    websocket: str = _NO_WEBSOCKET

    def stored(self, key: str) -> str:
        """The URL of an object in the object storage. By its name the client knows not to log it."""
        return f"{self.api}/objectstorage/{key}"

    def path_of(self, url: str) -> Optional[str]:
        """Where in the service's routes ``url`` leads, decoded and without its query; None if not to the service."""
        plain = url.split("?", 1)[0].split("#", 1)[0]
        for prefix, mount in (
            (self.api, "/api"),
            (self.runtime, "/runtime"),
            (self.experiments, "/experiments"),
        ):
            if f"{plain}/".startswith(f"{prefix}/"):
                return mount + unquote(urlsplit(plain).path[len(urlsplit(prefix).path) :])
        return None

    @classmethod
    def under(cls, url: str) -> Addresses:
        """All of the service below one URL, as a server has it."""
        return cls(
            api=f"{url}/api",
            runtime=f"{url}/runtime",
            experiments=f"{url}/experiments",
            websocket=f"{url.replace('http', 'ws', 1)}/websocket",
        )
