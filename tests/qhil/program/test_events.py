import pytest

from qhil.program.events import (
    Ended,
    Printed,
    Published,
    Raised,
    Refused,
    Started,
    from_line,
    to_line,
)


@pytest.mark.parametrize(
    "event",
    [
        Started("ibm_fez", 156, "abc", "2024-05-06", "ideal", 7, 0.5),
        Published('{"name": "Ångström"}', 1.5),
        Printed("two\nlines", error=True),
        Ended("null", 2.0),
        Raised("ValueError", "no", "Traceback ...", None, None, None),
        Refused("no such device"),
    ],
)
def test_an_event_travels_as_one_line_of_ascii(event):
    line = to_line(event)

    assert from_line(line) == event
    assert line.isascii()
    assert "\n" not in line
