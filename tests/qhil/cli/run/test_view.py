import io

import pytest
from rich.console import Console

from qhil.cli.run.view import RunView
from qhil.program.events import (
    Died,
    Ended,
    Interrupted,
    Printed,
    Published,
    Raised,
    Refused,
    Started,
    TimedOut,
)

STARTED = Started(
    "ibmq_armonk", 1, "0123456789abcdef", "2021-03-15T04:40:24+00:00", "ideal", 7, 0.5
)


@pytest.fixture
def shown(capsys):
    """``shown(*events)``: what is printed to output and errors."""

    def show(*events, terminal=False, width=80):
        out = Console(
            file=io.StringIO(),
            force_terminal=terminal,
            width=width,
            highlight=False,
            color_system=None,
        )
        errors = Console(file=io.StringIO(), width=1000, highlight=False)
        with RunView("prog.py", out, errors) as view:
            for event in events:
                view.show(event)
        return out.file.getvalue(), errors.file.getvalue() + capsys.readouterr().err

    return show


def test_a_run_from_start_to_result(shown):
    out, errors = shown(
        STARTED, Published('{"energy": -1.1}', 0.25), Ended('{"energy": -1.2}', 1.5)
    )

    assert out.splitlines() == [
        "prog.py on ibmq_armonk (1 qubit, calibrated 2021-03-15), noise ideal, seed 7",
        '    0.25 s  {"energy": -1.1}',
        "result",
        '{"energy": -1.2}',
        "took 1.50 s, after 0.50 s to start; recording 0123456789ab",
    ]
    assert errors == ""


def test_counts_are_bars_and_the_rest_is_json(shown):
    out, _ = shown(STARTED, Ended('{"counts": {"0": 3, "1": 1}, "pairs": {"00": 2}, "n": 3}', 1.0))

    assert '{"n": 3}' in out
    assert "counts\n  0 ███" in out
    assert "counts pairs\n  00 ███" in out


def test_what_was_published_as_final_is_the_result_and_no_interim_one(shown):
    out, _ = shown(STARTED, Published('"mine"', 0.5, final=True), Ended("null", 1.0))

    assert 'result\n"mine"\n' in out
    assert out.count("mine") == 1


def test_counts_alone_need_no_heading_of_a_result(shown):
    out, _ = shown(Ended('{"0": 3}', 1.0))

    assert out.startswith("counts\n  0 ███")
    assert "took 1.00 s\n" in out


def test_nothing_of_a_message_is_taken_for_markup(shown):
    out, _ = shown(Published('"[bold]text[/bold] :smile:"', 0.0), Ended("null", 1.0))

    assert "[bold]text[/bold] :smile:" in out


def test_long_messages_are_whole_in_a_pipe_and_one_line_on_a_terminal(shown):
    message = Published('"' + "x" * 200 + '"', 0.0)
    piped, _ = shown(message, width=1000)
    seen, _ = shown(message, terminal=True, width=40)

    assert "x" * 200 in piped
    assert "x" * 50 not in seen
    assert "…" in seen


def test_what_a_program_prints_goes_where_it_printed_it(shown):
    out, errors = shown(Printed("to output\n", error=False), Printed("to errors\n", error=True))

    assert out == "to output\n"
    assert errors == "to errors\n"


def test_the_progress_line_is_for_terminals(shown):
    seen, _ = shown(STARTED, Published("1", 0.0), Printed("x", error=True), terminal=True)
    piped, _ = shown(STARTED, Published("1", 0.0))

    assert "running on ibmq_armonk, interim results: 1" in seen
    assert "x" in seen
    assert "running" not in piped
    assert "\x1b" not in piped


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        (Raised("KeyError", "'a'", "Traceback\n  line\n", None, None, None), "Traceback\n  line\n"),
        (Refused("no such device"), "Error: no such device\n"),
        (TimedOut(2.5), "Timed out: the program did not end within 2.5 s and was killed.\n"),
        (Died("by SIGABRT"), "The program's process ended by SIGABRT.\n"),
        (Interrupted(), "Interrupted.\n"),
    ],
)
def test_how_else_it_can_end(shown, event, complaint):
    assert shown(event) == ("", complaint)
