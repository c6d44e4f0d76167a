"""The account that qiskit-ibmq-provider has enabled, and where it saves one: set aside, and put back.

A user's own account must not be used while a mock stands in for the service, nor be overwritten by
`IBMQ.save_account`; and what was enabled with a mock must not stay when the mock goes.

The client keeps both in places of its own (one object, one constant), which this module knows. It was
archived at its release 0.20.2, so they stay where they are.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from qhil.ibmq_provider import import_ibmq_provider
from qhil.stack import stack

# What the client's websockets trust.
TRUST_VARIABLE = "WEBSOCKET_CLIENT_CA_BUNDLE"
# Where the client looks for an account before it looks into its file, and that.
_VARIABLES = ("QE_TOKEN", "QE_URL", "QE_HUB", "QE_GROUP", "QE_PROJECT", TRUST_VARIABLE)


@dataclass(frozen=True)
class ClientAccount:
    """What the client has: the account in use with its providers, the file of the saved one, its variables."""

    credentials: Any
    providers: Any
    saved_in: str
    variables: Mapping[str, str]

    @classmethod
    def current(cls) -> ClientAccount:
        """As it is now."""
        ibmq, configrc = _client()
        variables = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
        return cls(ibmq._credentials, ibmq._providers, configrc.DEFAULT_QISKITRC_FILE, variables)  # noqa: SLF001  # see above

    def restore(self) -> None:
        """As it was then."""
        ibmq, configrc = _client()
        ibmq._credentials = self.credentials  # noqa: SLF001  # see above
        ibmq._providers = self.providers  # noqa: SLF001  # see above
        configrc.DEFAULT_QISKITRC_FILE = self.saved_in
        for name in _VARIABLES:
            os.environ.pop(name, None)
        os.environ.update(self.variables)


def has_client() -> bool:
    """Whether the client is installed."""
    return stack().has_ibmq_provider


def saved_account(folder: Path, token: str, url: str) -> ClientAccount:
    """A client that has saved an account in ``folder``, and uses none yet."""
    file = folder / "qiskitrc"
    file.write_text(f"[ibmq]\ntoken = {token}\nurl = {url}\nverify = True\n", encoding="ascii")
    return ClientAccount(None, OrderedDict(), str(file), {})


def _client() -> Any:
    import_ibmq_provider()
    from qiskit.providers.ibmq import IBMQ
    from qiskit.providers.ibmq.credentials import configrc

    return IBMQ, configrc
