"""The messenger that a user gives: ours as it is, another one behind one of ours that keeps what passes."""

from __future__ import annotations

import contextlib
import json
from typing import Any, Iterator, Type

from qhil.errors import ProgramError
from qhil.program.coding import RuntimeEncoder
from qhil.program.messenger import UserMessenger


@contextlib.contextmanager
def as_user_messenger(messenger: Any) -> Iterator[UserMessenger]:
    """A `UserMessenger` for a run.

    Raises:
        ProgramError: if there is nothing to publish with.
    """
    if messenger is None:
        yield UserMessenger()
    elif isinstance(messenger, UserMessenger):
        yield messenger
    elif callable(getattr(messenger, "publish", None)):
        yield ForwardingMessenger(messenger)
    else:
        raise ProgramError(
            "a messenger has publish(message, encoder, final), as qhil.UserMessenger has; "
            f"{type(messenger).__name__} has not"
        )


class ForwardingMessenger(UserMessenger):
    """Keeps what is published and passes it on to the user's own messenger, as it was published."""

    def __init__(self, other: Any) -> None:
        super().__init__()
        self._other = other

    def publish(
        self,
        message: Any,
        encoder: Type[json.JSONEncoder] = RuntimeEncoder,
        final: bool = False,  # noqa: FBT001, FBT002 - the provider's signature
    ) -> None:
        """See `UserMessenger.publish`."""
        super().publish(message, encoder, final)
        self._other.publish(message, encoder, final)
