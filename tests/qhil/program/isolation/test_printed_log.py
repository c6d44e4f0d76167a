"""What is logged in a program's process."""

from __future__ import annotations

import contextlib
import io
import logging

from qhil.program.isolation.printed_log import printed_log


def test_what_is_logged_at_the_level_is_printed_where_standard_error_is_then():
    log, before = logging.getLogger("mine"), logging.getLogger().level
    with printed_log("INFO"), contextlib.redirect_stderr(io.StringIO()) as printed:
        log.debug("no")
        log.info("yes: %d", 7)
    log.error("afterwards")

    assert printed.getvalue() == "INFO:mine:yes: 7\n"
    assert logging.getLogger().level == before


def test_without_a_level_nothing_is_changed():
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    with printed_log(None):
        during = (root.level, list(root.handlers))

    assert during == before
