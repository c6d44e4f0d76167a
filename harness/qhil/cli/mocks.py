"""The mocked service, for the commands that need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional, Tuple

if TYPE_CHECKING:
    from qhil_mocks.mock_ibmq import MockIBMQ


def names(texts: Iterable[str]) -> Optional[Tuple[str, ...]]:
    """The names between the commas, each once; None where nothing was said."""
    split = [name.strip() for text in texts for name in text.split(",")]
    return tuple(dict.fromkeys(filter(None, split))) or None


def mock_ibmq_type(command: str) -> type[MockIBMQ]:
    """`qhil_mocks.MockIBMQ`, imported when ``command`` asks for it.

    Raises:
        MissingExtraError: if that needs packages that are not here.
    """
    from qhil_mocks.extra import check_extra

    check_extra(command)
    from qhil_mocks.mock_ibmq import MockIBMQ

    return MockIBMQ
