import os
import random
import signal
import threading
import warnings
from pathlib import Path

import numpy as np

from qhil.program.hosting.surroundings import kept_surroundings


def test_what_a_program_changes_is_as_before(tmp_path, monkeypatch):
    monkeypatch.setenv("QHIL_TEST", "before")
    folder, state = Path.cwd(), random.getstate()
    filters = list(warnings.filters)

    with kept_surroundings(7):
        os.chdir(tmp_path)
        os.environ["QHIL_TEST"] = "after"
        os.environ["QHIL_TEST_TOO"] = "new"
        random.random()
        warnings.simplefilter("ignore")

    assert Path.cwd() == folder
    assert os.environ["QHIL_TEST"] == "before"
    assert "QHIL_TEST_TOO" not in os.environ
    assert random.getstate() == state
    assert warnings.filters == filters


def test_handlers_of_signals_are_as_before():
    """So that Ctrl-C, and a test's time limit, are answered as they were."""
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}

    with kept_surroundings(7):
        for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGALRM", signal.SIGTERM)):
            signal.signal(number, signal.SIG_IGN)

    assert {number: signal.getsignal(number) for number in signal.valid_signals()} == before


def test_elsewhere_than_in_the_main_thread_they_are_left_alone():
    def run():
        with kept_surroundings(7):
            done.append(True)

    done = []
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

    assert done


def test_the_generators_start_from_the_seed():
    drawn = []
    for seed in (7, 7, 8):
        with kept_surroundings(seed):
            drawn.append((random.random(), np.random.rand()))  # noqa: NPY002 - the global one is meant

    assert drawn[0] == drawn[1] != drawn[2]


def test_without_a_seed_they_go_on_as_they_would():
    random.seed(5)
    expected = random.random()
    random.seed(5)

    with kept_surroundings(None):
        assert random.random() == expected
