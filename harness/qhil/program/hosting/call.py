"""A program is called in this process, and everything that happens is told.

load -> check inputs -> main(backend, user_messenger, **inputs) -> Ended | Raised | Stopped | TimedOut
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping, Optional, Tuple, Type

from qhil.errors import ProgramError
from qhil.faults import Injection
from qhil.program.coding import allowed_settings, decode, encode
from qhil.program.events import Ended, Event, Published, Raised, Stopped, Tell, TimedOut
from qhil.program.hosting.contained_aer import contained_aer_jobs
from qhil.program.hosting.ends import Cancelled, ProgramEnd, RanTooLong
from qhil.program.hosting.failure import owner, raised, unsendable, where, without_host
from qhil.program.hosting.faulty_inputs import faulty_inputs
from qhil.program.hosting.interruption import Interruption
from qhil.program.hosting.leftovers import Leftovers
from qhil.program.hosting.observed_backend import contained, observed
from qhil.program.hosting.printed import captured
from qhil.program.hosting.self_harm import guarded, leave_if_forked
from qhil.program.hosting.surroundings import kept_surroundings
from qhil.program.inputs import check_inputs
from qhil.program.loader import loaded_program
from qhil.program.messenger import Message, UserMessenger
from qhil.program.source import ProgramSource
from qhil.simulation.time_limit import TimerFactory, daemon_timer

Clock = Callable[[], float]

# What ends a program, besides every `Exception`. Other exceptions that are none pass through: Ctrl-C,
# or what a test's time limit raises.
_ENDING: Tuple[Type[BaseException], ...] = (
    Exception,
    SystemExit,
    GeneratorExit,
    asyncio.CancelledError,
)


@dataclass(frozen=True)
class Call:
    """What is called with what.

    ``inputs``: text, as the runtime's encoder writes it. ``check`` is given each `Message` and may raise
    `ProgramError`. ``limit``: s.
    """

    source: ProgramSource
    backend: Any
    inputs: str
    messenger: UserMessenger
    check: Callable[[Message], None]
    limit: Optional[float] = None


class CalledProgram:
    """One call of a program.

    ``error``: the exception that ended the program, if one did. ``left_running``: names of threads of the
    program that could not be ended with it.

    Args:
        call: what is called.
        tell: is called with each event.
        host: whether this process has other things to do than this program, and is to be kept from harm.
        clock: seconds from any zero.
        timer: makes the timers of the time limit.

    Raises:
        ProgramError: if a time limit cannot be kept in this thread.
    """

    def __init__(
        self,
        call: Call,
        tell: Tell,
        *,
        host: bool = True,
        clock: Clock = time.perf_counter,
        timer: TimerFactory = daemon_timer,
    ) -> None:
        self._call = call
        self._tell = tell
        self._host = host
        self._faults: Optional[Injection] = getattr(call.backend, "faults", None)
        self._clock = clock
        self._interruption = Interruption(call.limit, timer, owner(call.source.label))
        self._begun = clock()
        self._violation: Optional[ProgramError] = None
        self.error: Optional[BaseException] = None
        self.left_running: Tuple[str, ...] = ()

    def run(self) -> None:
        """Call the program, and tell what happens; the last event says how it ended.

        Raises:
            ProgramError: if it has no ``main``, or not one that takes these inputs.
            DecodingError: if these cannot be decoded.
        """
        with self._contained() as end_simulations:
            leftovers = Leftovers()
            with self._around():
                last = self._last_event()
            if self._interruption.reason is not None:
                self.left_running = leftovers.end(end_simulations)
        self._tell(last)

    @property
    def seconds(self) -> float:
        """Since the start of the program."""
        return self._clock() - self._begun

    @contextlib.contextmanager
    def _contained(self) -> Iterator[Callable[[], None]]:
        """Have simulations run where they can be ended, if there is a time limit; gives what ends them."""
        if self._call.limit is None:
            yield lambda: None
            return
        with contained(self._call.backend), contained_aer_jobs() as end_simulations:
            yield end_simulations

    @contextlib.contextmanager
    def _around(self) -> Iterator[None]:
        """All that is different while the program runs."""
        backend, seed = self._call.backend, getattr(self._call.backend, "seed", None)
        with contextlib.ExitStack() as stack:
            enter = stack.enter_context
            self._begun = self._clock()
            enter(captured(self._tell, echo=self._host))
            messenger = self._call.messenger
            enter(messenger.running(self._hear, self._cancel, self._clock, self._faults))
            enter(observed(backend, self._tell, self._interruption.check, lambda: self.seconds))
            enter(kept_surroundings(seed if isinstance(seed, int) else None))
            if self._host:
                enter(guarded(self._would_have_ended))
            yield

    def _last_event(self) -> Event:
        process = os.getpid()
        try:
            with self._interruption:
                event = self._load_and_call()
        except ProgramEnd as error:
            self.error = error
        finally:
            leave_if_forked(process)
        reason = self._interruption.reason
        if reason is None:
            return event
        place = where(self.error, self._call.source.label) if self.error is not None else ""
        if reason is RanTooLong:
            return TimedOut(self._call.limit or 0.0, place)
        return Stopped(place, self.seconds)

    def _load_and_call(self) -> Event:
        call, within = self._call, self._interruption.call
        with contextlib.ExitStack() as stack:
            try:
                program = within(stack.enter_context, loaded_program(call.source))
            except ProgramError as error:
                if error.__cause__ is None:
                    raise
                return self._raised(error.__cause__)
            inputs = within(_decoded, call.inputs, program.main)
            check_inputs(program.main, inputs)
            inputs = faulty_inputs(self._faults, inputs)
            try:
                returned = within(program.main, call.backend, call.messenger, **inputs)
            except BaseException as error:
                if _ends_program(error, program.main):
                    return self._raised(error)
                raise
            return self._ended(returned, program.main)

    def _ended(self, returned: Any, main: Callable[..., Any]) -> Event:
        """The end of a program that returned; its result still has to be one that can be sent."""
        if self._violation is not None:
            return self._raised(self._violation)
        try:
            text = self._interruption.call(encode, returned)
        except BaseException as error:
            if _ends_program(error, main):
                return self._unsendable(error, main)
            raise
        if not any(message.final for message in self._call.messenger.since_start):
            try:
                self._call.check(Message(text, final=True))
            except ProgramError as error:
                return self._raised(error)
        return Ended(text, self.seconds)

    def _raised(self, error: BaseException) -> Raised:
        event = raised(error, self._call.source.label, self.seconds)
        self.error = without_host(error, self._call.source.label)
        return event

    def _unsendable(self, error: BaseException, main: Callable[..., Any]) -> Raised:
        """The end of a program whose result no encoder knows, or which raised while it was encoded."""
        event = self._raised(error)
        return unsendable(error, main, self.seconds) if event.line is None else event

    def _hear(self, message: Message) -> None:
        """The first of the messenger's listeners."""
        self._tell(Published(message.text, message.seconds, message.final))
        self._interruption.check()
        try:
            self._call.check(message)
        except ProgramError as error:
            self._violation = self._violation or error  # though the program may go on regardless
            raise

    def _would_have_ended(self, told: str) -> None:
        """A thread of the program would have ended the process: as on the service, the program has failed."""
        self._violation = self._violation or ProgramError(told)

    def _cancel(self) -> None:
        self._interruption.end(Cancelled)


def _decoded(inputs: str, main: Callable[..., Any]) -> Mapping[str, Any]:
    """The inputs; they may hold objects of classes that the program itself defines."""
    module = sys.modules.get(getattr(main, "__module__", None) or "")
    with allowed_settings(*([module] if module is not None else [])):
        decoded: Mapping[str, Any] = decode(inputs)
    return decoded


def _ends_program(error: BaseException, main: Callable[..., Any]) -> bool:
    if isinstance(error, _ENDING):
        return True
    own = getattr(main, "__module__", None)
    return type(error).__module__ == own
