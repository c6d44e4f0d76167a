"""What a door has its service do beside answering, for whichever state the service has.

A service's state may be replaced while doors are open. What was begun for one state is then begun for the next,
and ended for the one before.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Callable, ContextManager

from qhil_mocks.ibmq.state import State


class Work:
    """``begun`` gives a context manager for a state: the work is done within it."""

    def __init__(self, begun: Callable[[State], ContextManager[None]]) -> None:
        self._begun = begun
        self._current = ExitStack()

    def go_on_with(self, state: State) -> Callable[[], None]:
        """Begin for ``state``; what is returned ends what was begun before, and waits for it."""
        following = ExitStack()
        following.enter_context(self._begun(state))
        before, self._current = self._current, following
        return before.close

    def end(self) -> None:
        """End it; returns when it is over."""
        self._current.close()
