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

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, List, Optional, Tuple, Type, Union

from qhil.errors import ProgramError
from qhil.faults import Firing, Injection, ask
from qhil.program.coding import RuntimeEncoder, encode
from qhil.program.provider_classes import ProviderUserMessenger
from qhil.program.result_decoder import ResultDecoder

_SHOWN = 60  # characters of a message in an error


@dataclass(frozen=True)
class Message:
    """One published message: its JSON text, whether it is the final result, and when it came.

    ``seconds``: since the start of the program, or of the messenger where no program runs.
    """

    text: str
    final: bool
    seconds: float = field(default=0.0, compare=False)

    @property
    def value(self) -> Any:
        """The message as its receiver decodes it."""
        return ResultDecoder.decode(self.text)


Listener = Callable[[Message], None]
Match = Union[None, Callable[[Any], bool], Any]


class NoMessageError(ProgramError):
    """The message that was waited for did not come; tells those that did."""


class UserMessenger(ProviderUserMessenger):
    """Keeps what a program publishes, from any thread, and tells its listeners.

    Args:
        listeners: called with every `Message`, in the thread that publishes it.
        clock: seconds from any zero, for the times of the messages.
    """

    def __init__(
        self, *listeners: Listener, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._listeners: List[Listener] = list(listeners)
        self._messages: List[Message] = []
        self._publishing = threading.RLock()  # one at a time, so that all hear the same order
        self._changed = threading.Condition(threading.RLock())
        self._clock = clock
        self._begun = clock()
        self._over = False
        self._first = 0
        self._cancel: Optional[Callable[[], None]] = None
        self._faults: Optional[Injection] = None

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
            IBMQBackendApiError: if a fault at ``program.publish`` says so.
        """
        published = Message(encode(message, encoder), final, self._clock() - self._begun)
        for _ in range(_arrivals(ask("program.publish", self._faults))):
            self.receive(published)

    def receive(self, message: Message) -> None:
        """Take a message that is encoded already: keep it, and tell the listeners."""
        with self._publishing:
            with self._changed:
                self._messages.append(message)
                self._changed.notify_all()
                listeners = tuple(self._listeners)
            for listener in listeners:
                listener(message)

    def listen(self, listener: Listener) -> None:
        """Have ``listener`` called with every message to come, in the thread that publishes it."""
        with self._changed:
            self._listeners.append(listener)

    def answer(self, match: Match, reply: Callable[[Message], Any]) -> None:
        """Have ``reply`` called with every message to come that matches, as a user's callback would be.

        It is called in the thread that publishes, before the program goes on; `cancel` may be called in
        it. ``match``: see `wait_for`.
        """

        def listener(message: Message) -> None:
            if _matches(message, match):
                reply(message)

        self.listen(listener)

    def wait_for(self, match: Match = None, *, timeout: float = 10.0) -> Message:
        """The first message that matches, of those published or to come; for another thread than the program's.

        Args:
            match: None for any message, a predicate of the decoded message, or a value that it equals.
            timeout: s.

        Raises:
            NoMessageError: if the program ends, or ``timeout`` passes, without such a message.
        """
        found: List[Message] = []
        seen = 0

        def decided() -> bool:
            nonlocal seen
            fresh, seen = self._messages[seen:], len(self._messages)
            found.extend(message for message in fresh if _matches(message, match))
            return bool(found) or self._over

        with self._changed:
            self._changed.wait_for(decided, timeout)
            if not found:
                raise self._not_there(match, timeout)
        return found[0]

    def cancel(self) -> None:
        """Cancel the run whose messenger this is, as its user would; its status becomes ``CANCELLED``.

        Raises:
            ProgramError: if no program runs.
        """
        if self._cancel is None:
            raise ProgramError("there is no run to cancel: no program runs with this messenger")
        self._cancel()

    @contextlib.contextmanager
    def running(
        self,
        listener: Listener,
        cancel: Callable[[], None],
        clock: Callable[[], float],
        faults: Optional[Injection] = None,
    ) -> Iterator[None]:
        """For the length of a run: times count from now, ``listener`` is told, ``cancel`` ends it.

        ``faults``: those of the program's own backend, for what it publishes.
        """
        with self._changed:
            self._begun, self._clock, self._over = clock(), clock, False
            self._first = len(self._messages)
            self._cancel, self._faults = cancel, faults
            self._listeners.insert(0, listener)
        try:
            yield
        finally:
            with self._changed:
                self._listeners.remove(listener)
                self._cancel, self._faults, self._over = None, None, True
                self._changed.notify_all()

    @property
    def messages(self) -> Tuple[Message, ...]:
        """All messages so far, in the order in which they were published."""
        with self._changed:
            return tuple(self._messages)

    @property
    def since_start(self) -> Tuple[Message, ...]:
        """The messages of the program that runs, or ran last."""
        with self._changed:
            return tuple(self._messages[self._first :])

    @property
    def interim(self) -> List[Any]:
        """The decoded interim results, in order."""
        return [message.value for message in self.messages if not message.final]

    @property
    def result(self) -> Optional[Any]:
        """The decoded final result, the last that was published as final; None if none was."""
        final = [message for message in self.messages if message.final]
        return final[-1].value if final else None

    def _not_there(self, match: Match, timeout: float) -> NoMessageError:
        end = "the program ended" if self._over else f"{timeout:g} s passed"
        wanted = "a message" if match is None else f"a message that matches {match!r}"
        came = ", ".join(f"{message.text:.{_SHOWN}}" for message in self._messages) or "none"
        return NoMessageError(f"{end} without {wanted}; published: {came}")


def _arrivals(firing: Optional[Firing]) -> int:
    """How often a message arrives."""
    if firing is None:
        return 1
    if firing.name == "api_error":
        from qhil.service_errors import IBMQBackendApiError

        raise IBMQBackendApiError(str(firing.arguments[0]))
    return 2 if firing.name == "twice" else 0


def _matches(message: Message, match: Match) -> bool:
    if match is None:
        return True
    return bool(match(message.value) if callable(match) else message.value == match)
