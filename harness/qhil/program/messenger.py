"""The ``user_messenger`` that a program publishes its results with.

In go messages; out come, in order, the JSON texts that a user of the service would receive, kept
and handed to listeners as they are published. Where qiskit-ibmq-provider is installed, the class is
a subclass of its `UserMessenger`.

>>> messenger = UserMessenger(lambda message: print(message.text))
>>> messenger.publish({"energy": -1.1})
{"energy": -1.1}
>>> messenger.publish("done", final=True)
"done"
>>> messenger.interim, messenger.result
([{'energy': -1.1}], 'done')
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Tuple, Type

from qhil.program.encoding import RuntimeEncoder, encode
from qhil.program.provider_classes import ProviderUserMessenger
from qhil.program.result_decoder import ResultDecoder

if TYPE_CHECKING:
    import json


@dataclass(frozen=True)
class Message:
    """One published message: its JSON text, and whether it is the final result."""

    text: str
    final: bool

    @property
    def value(self) -> Any:
        """The message as its receiver decodes it."""
        return ResultDecoder.decode(self.text)


Listener = Callable[[Message], None]


class UserMessenger(ProviderUserMessenger):
    """Keeps what a program publishes, from any thread, and tells its listeners."""

    def __init__(self, *listeners: Listener) -> None:
        self._listeners: List[Listener] = list(listeners)
        self._messages: List[Message] = []
        self._lock = threading.RLock()

    def publish(
        self,
        message: Any,
        encoder: Type[json.JSONEncoder] = RuntimeEncoder,
        final: bool = False,  # noqa: FBT001, FBT002 - the provider's signature
    ) -> None:
        """Publish an interim result, or the final one.

        Args:
            message: anything that the encoder knows.
            encoder: makes JSON of it.
            final: whether this is the program's result.

        Raises:
            TypeError: if the encoder does not know a part of the message.
        """
        published = Message(encode(message, encoder), final)
        with self._lock:
            self._messages.append(published)
            for listener in self._listeners:
                listener(published)

    def listen(self, listener: Listener) -> None:
        """Have ``listener`` called with every message to come, in the thread that publishes it."""
        with self._lock:
            self._listeners.append(listener)

    @property
    def messages(self) -> Tuple[Message, ...]:
        """All messages so far, in the order in which they were published."""
        with self._lock:
            return tuple(self._messages)

    @property
    def interim(self) -> List[Any]:
        """The decoded interim results, in order."""
        return [message.value for message in self.messages if not message.final]

    @property
    def result(self) -> Optional[Any]:
        """The decoded final result: the last that was published as final, None if none was."""
        final = [message for message in self.messages if message.final]
        return final[-1].value if final else None
