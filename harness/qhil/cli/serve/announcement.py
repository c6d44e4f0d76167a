"""What ``qhil serve`` prints when it answers: a script of the shell, which may be read back with ``source``.

What is not to be executed in it is a comment.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterator, Optional

if TYPE_CHECKING:
    from qhil_mocks.mock_ibmq import MockIBMQ

# Where `requests` and the client's websockets look for whom to trust.
_TRUST = ("REQUESTS_CA_BUNDLE", "WEBSOCKET_CLIENT_CA_BUNDLE")


def variables(mock: MockIBMQ, url: str, authority: Optional[Path]) -> Dict[str, str]:
    """The environment in which `IBMQ.load_account()` finds the service at ``url``, as its first user."""
    found = {"QE_TOKEN": mock.token, "QE_URL": f"{url}/api"}
    if authority is not None:
        found.update(dict.fromkeys(_TRUST, str(authority.resolve())))
    return found


def announcement(
    mock: MockIBMQ, url: str, authority: Optional[Path], *, windows: bool = os.name == "nt"
) -> Iterator[str]:
    """The lines."""
    remark = "rem" if windows else "#"
    devices = len(mock.devices)
    served = "1 device" if devices == 1 else f"{devices} devices"
    yield f"{remark} The mocked IBM Quantum service is at {url} ({served}, seed {mock.seed})."
    yield f"{remark} For an unmodified script or notebook in another process:"
    for name, value in variables(mock, url, authority).items():
        yield f"set {name}={value}" if windows else f"export {name}={shlex.quote(value)}"
    if authority is None:
        yield f"{remark} Interim results of runtime programs need TLS: --tls FOLDER."
    yield f"{remark} Users, by their tokens:"
    for user in mock.users:
        projects = ", ".join("/".join(project.key) for project in user.projects)
        yield f"{remark}   {user.token}  {projects}"
