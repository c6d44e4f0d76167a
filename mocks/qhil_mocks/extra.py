"""Whether the packages of the extra `mocks` are here, for whoever is to say so before one of them is missed."""

from __future__ import annotations

import importlib.util

from qhil_mocks.errors import MissingExtraError

# As they are imported.
_NEEDED = ("faker", "python_multipart", "responses", "trustme", "uvicorn", "websockets")


def check_extra(asker: str) -> None:
    """See that all is there that ``asker`` needs.

    Raises:
        MissingExtraError: if not; with the command that mends it.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"{asker} needs {', '.join(missing)}, not installed here: pip install 'qhil[mocks]'"
        )
