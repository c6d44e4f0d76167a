"""The mocked services, for the commands that need them: whether they are here, and how they are made."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Iterable, Optional, Tuple

from qhil.errors import StackError

if TYPE_CHECKING:
    from qhil_mocks.mock_ibmq import MockIBMQ

# Of the extra `mocks`.
_NEEDED = ("faker", "responses", "trustme", "uvicorn", "websockets")


def names(texts: Iterable[str]) -> Optional[Tuple[str, ...]]:
    """The names between the commas, each once; None where nothing was said."""
    split = [name.strip() for text in texts for name in text.split(",")]
    return tuple(dict.fromkeys(filter(None, split))) or None


def check_mocks(asker: str) -> None:
    """See that all is there that ``asker`` needs.

    Raises:
        StackError: if not; with the command that mends it.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise StackError(
            f"{asker} needs {', '.join(missing)}, not installed here: pip install 'qhil[mocks]'"
        )


def mock_ibmq_type() -> type[MockIBMQ]:
    """`qhil_mocks.MockIBMQ`, imported when it is asked for."""
    from qhil_mocks.mock_ibmq import MockIBMQ

    return MockIBMQ
