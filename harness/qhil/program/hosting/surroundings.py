"""What a program may change around it, put back as it was: so that the next test does not notice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import warnings
from typing import Iterator, Optional

import numpy as np


@contextlib.contextmanager
def kept_surroundings(seed: Optional[int]) -> Iterator[None]:
    """Put back working folder, environment, filters of warnings, handlers of signals, and global random generators.

    With a ``seed`` these generators (of `random` and `numpy.random`) start from it, so that a program
    which draws from them does so reproducibly.
    """
    folder, environment = os.getcwd(), dict(os.environ)  # noqa: PTH109 - it may be gone as a Path
    state, numpy_state = random.getstate(), np.random.get_state()  # noqa: NPY002 - the global one is meant
    if seed is not None:
        words = np.random.SeedSequence(seed).generate_state(2)
        random.seed(int(words[0]))
        np.random.seed(int(words[1]))  # noqa: NPY002 - likewise
    try:
        with warnings.catch_warnings(), _kept_handlers():
            yield
    finally:
        random.setstate(state)
        np.random.set_state(numpy_state)  # noqa: NPY002 - likewise
        if dict(os.environ) != environment:
            os.environ.clear()
            os.environ.update(environment)
        with contextlib.suppress(OSError):  # the folder may be gone
            os.chdir(folder)


@contextlib.contextmanager
def _kept_handlers() -> Iterator[None]:
    """Put back the handlers of signals, Ctrl-C's among them; only the main thread may set them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            # One that is None was set by no Python code, and cannot be set by any.
            if handler is not None and signal.getsignal(number) is not handler:
                signal.signal(number, handler)
