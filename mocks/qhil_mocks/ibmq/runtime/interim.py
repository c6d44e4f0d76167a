"""Interim results on their way from programs to those who listen; kept no longer than somebody may want them.

program -> add -> Listening.due -> websocket

Whoever listens from before the end hears all from the beginning, then the end. A program may be through before
its user has connected, so the first who comes later hears all too. Anybody after that hears nothing: it is a
client that lost its connection, which cannot say how much it has.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Callable, List, Optional
from weakref import WeakSet

from qhil_mocks.bell import Bell
from qhil_mocks.rest import Close, Said

# What the client takes for the end; and for a service that stops, which it tries again.
ENDED = 1000
RESTARTS = 1012
# Any message would do: the client drops the first.
ACKNOWLEDGED = '{"type": "acknowledged"}'
# s that the end is held up for those who listen to hear of it.
PATIENCE = 1.0
# Programs that nobody has listened to, whose results are still there.
_MOST_UNHEARD = 32


class _Stream:
    """What one job has published. ``code``: that of the close, once it has ended."""

    def __init__(self) -> None:
        self.texts: List[str] = []
        self.code: Optional[int] = None
        self.heard = False
        self.listening: WeakSet[Listening] = WeakSet()


class InterimResults:
    """Of all jobs, by id."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._streams: OrderedDict[str, _Stream] = OrderedDict()
        self._changed = threading.Condition()

    def add(self, job_id: str, text: str) -> None:
        """A program has published ``text``."""
        with self._changed:
            self._stream(job_id).texts.append(text)
        self._bell.ring()

    def listen(self, job_id: str, is_final: Callable[[], bool]) -> Listening:
        """Hear the results of a job. ``is_final`` tells whether it has ended, perhaps long ago."""
        with self._changed:
            stream = self._streams.get(job_id) if is_final() else self._stream(job_id)
            if stream is None or (stream.code is not None and stream.heard):
                stream = _Stream()
                stream.code = ENDED
            stream.heard = True
            return Listening(stream, self._changed)

    def end(self, job_id: str, code: int = ENDED, *, patience: float = PATIENCE) -> bool:
        """Nothing more will come. Returns when all who listen know, or after ``patience`` in s; whether any did.

        It is told before the job is final by REST: the client looks at the close as soon as that is so.
        """
        with self._changed:
            stream = self._stream(job_id)
            stream.code = code
            listened = bool(stream.listening)
        self._bell.ring()
        with self._changed:
            self._changed.wait_for(lambda: not stream.listening, patience)
        return listened

    def settle(self, job_id: str) -> None:
        """The job is final now, or will run again: what nobody is to hear is dropped."""
        with self._changed:
            stream = self._streams.get(job_id)
            if stream is not None and (stream.heard or stream.code != ENDED):
                del self._streams[job_id]
            unheard = [one for one, kept in self._streams.items() if kept.code == ENDED]
            for one in unheard[:-_MOST_UNHEARD]:
                del self._streams[one]

    def forget(self, job_id: str) -> None:
        """Of a job that is gone."""
        with self._changed:
            self._streams.pop(job_id, None)

    def _stream(self, job_id: str) -> _Stream:
        return self._streams.setdefault(job_id, _Stream())


class Listening:
    """The channel of one who listens: an acknowledgement, then the results, then the close."""

    def __init__(self, stream: _Stream, changed: threading.Condition) -> None:
        self._stream = stream
        self._changed = changed
        self._waiting: List[Said] = [ACKNOWLEDGED]
        self._heard = 0
        self._over = False
        stream.listening.add(self)

    def receive(self, text: str) -> None:
        """Nothing is expected, or minded."""

    def due(self) -> List[Said]:
        """What has come since the last time."""
        with self._changed:
            said, self._waiting = self._waiting, []
            said += self._stream.texts[self._heard :]
            self._heard = len(self._stream.texts)
            if self._stream.code is not None and not self._over:
                self._over = True
                said.append(Close(self._stream.code))
                self._stream.listening.discard(self)
                self._changed.notify_all()
            return said
