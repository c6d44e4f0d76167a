"""Which credentials there are for which live service, told by where they are, never by what they say.

Nothing here asks a service, and nothing keeps a token: the client libraries find their credentials themselves.
"""

from __future__ import annotations

import configparser
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import List, Mapping, Optional, Tuple

from qhil.live.opening import IBMQ, PLATFORM
from qhil.stack import Stack

_IBMQ_NEEDED = ("QE_TOKEN", "QE_URL")
_IBMQ_MORE = ("QE_HUB", "QE_GROUP", "QE_PROJECT")
_PLATFORM_NEEDED = ("QISKIT_IBM_TOKEN",)
_PLATFORM_MORE = ("QISKIT_IBM_INSTANCE", "QISKIT_IBM_CHANNEL", "QISKIT_IBM_URL")


@dataclass(frozen=True)
class Credentials:
    """What was found for one service.

    ``client``: the installed client with its version, None if there is none. ``found``: variables and files that are
    there, in the order in which the client would take them. ``wanting``: what would make it usable.
    """

    kind: str
    client: Optional[str]
    found: Tuple[str, ...]
    wanting: Tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether the service may be asked."""
        return not self.wanting


def find_credentials(
    here: Stack, environment: Mapping[str, str], home: Optional[Path] = None
) -> Tuple[Credentials, ...]:
    """What there is for each service, by the variables of ``environment`` and the files below ``home``."""
    home = home or Path.home()
    return (_ibmq(here, environment, home), _platform(here, environment, home))


def _ibmq(here: Stack, environment: Mapping[str, str], home: Path) -> Credentials:
    found, wanting = _variables(environment, _IBMQ_NEEDED, _IBMQ_MORE)
    saved = _saved_in(home / ".qiskit" / "qiskitrc", "qiskit.providers.ibmq.credentials.configrc")
    accounts = _sections(saved)
    if accounts:
        found.append(f"{_shown(saved, home)} ({_number(accounts)})")
        wanting = [] if accounts == 1 else wanting
    if wanting:
        wanting = [f"{' and '.join(wanting)}, or one account saved in ~/.qiskit/qiskitrc"]
    client = f"qiskit-ibmq-provider {here.ibmq_provider}" if here.has_ibmq_provider else None
    return _told(IBMQ, client, found, wanting, "qiskit-ibmq-provider on qiskit-terra")


def _platform(here: Stack, environment: Mapping[str, str], home: Path) -> Credentials:
    found, wanting = _variables(environment, _PLATFORM_NEEDED, _PLATFORM_MORE)
    saved = home / ".qiskit" / "qiskit-ibm.json"
    accounts = _accounts(saved)
    if accounts:
        found.append(f"{_shown(saved, home)} ({_number(accounts)})")
        wanting = []
    if wanting:
        wanting = [f"{wanting[0]}, or an account saved in ~/.qiskit/qiskit-ibm.json"]
    fits = here.ibm_runtime is not None and here.generation != "terra"
    client = f"qiskit-ibm-runtime {here.ibm_runtime}" if fits else None
    return _told(PLATFORM, client, found, wanting, "qiskit-ibm-runtime on Qiskit 1.4 or later")


def _told(
    kind: str, client: Optional[str], found: List[str], wanting: List[str], needs: str
) -> Credentials:
    missing = ([] if client else [needs]) + wanting
    return Credentials(kind, client, tuple(found), tuple(missing))


def _variables(
    environment: Mapping[str, str], needed: Tuple[str, ...], more: Tuple[str, ...]
) -> Tuple[List[str], List[str]]:
    found = [name for name in (*needed, *more) if environment.get(name)]
    return found, [name for name in needed if not environment.get(name)]


def _saved_in(default: Path, module: str) -> Path:
    """Where a client that is loaded saves accounts: it may have been told of another file."""
    loaded = sys.modules.get(module)
    return default if loaded is None else Path(loaded.DEFAULT_QISKITRC_FILE)


def _sections(file: Path) -> int:
    """The accounts in a qiskitrc, as the client counts them."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError):
        return 0
    return sum(
        name.startswith("ibmq") and parser.has_option(name, "token") for name in parser.sections()
    )


def _accounts(file: Path) -> int:
    """The accounts in the client's file that it still takes."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        channels = [account.get("channel") for account in told.values()]
    except (OSError, ValueError, AttributeError):
        return 0
    return sum(channel != "ibm_quantum" for channel in channels)  # that service is gone


def _number(accounts: int) -> str:
    return "1 account" if accounts == 1 else f"{accounts} accounts"


def _shown(file: Path, home: Path) -> str:
    """Without the user's name, where it is in the usual place."""
    try:
        return f"~{os.sep}{file.relative_to(home)}"
    except ValueError:
        return str(file)
