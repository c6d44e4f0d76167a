"""The start of a session: markers, the header, and what is refused at once."""

from __future__ import annotations

import pytest

PLAIN = "def test_x(): pass"


def header(result):
    return [line for line in result.outlines if line.startswith("qhil:")]


def test_the_markers_are_documented(suite):
    result = suite.run("--markers")

    result.stdout.fnmatch_lines(
        ["@pytest.mark.device(?names, at=None): *", "@pytest.mark.noise(?kinds): *"]
    )


def test_the_fixtures_are_documented(suite):
    """Each by a first line that says what it is; those that are not for users are not shown."""
    result = suite.run("--fixtures")

    for name, told in {
        "fault_plan": "What goes wrong while the test runs, *",
        "recorded_device": "The recording of the device that the test runs on: *",
        "recorded_backend": "A backend that behaves as the recorded device did: *",
        "user_messenger": "Receives what a program publishes, *",
        "run_program": "Runs a program as the service did: *",
    }.items():
        result.stdout.fnmatch_lines([f"{name} -- *", f"    {told}"])
    result.stdout.no_fnmatch_line("*_qhil_*")


def test_the_options_are_documented(suite):
    result = suite.run("--help")

    result.stdout.fnmatch_lines(["recorded quantum devices (qhil):", "*--qhil-device=NAME*"])
    for key in ("device (args)", "noise (args)", "seed (string)", "recordings (paths)"):
        result.stdout.fnmatch_lines([f"*qhil_{key}:*"])
    result.stdout.fnmatch_lines(["*qhil_strict (bool):*"])


def test_without_any_wish_the_header_says_nothing(suite):
    suite.write(test_a=PLAIN)

    assert header(suite.run()) == []


def test_the_header_tells_what_was_asked_for(suite, tmp_path):
    suite.write(test_a=PLAIN, ini='qhil_noise = ["twirled", "ideal"]\nqhil_strict = false')

    result = suite.run("--qhil-device=ibmq_manila,ibmq_belem", "--qhil-seed=7")

    assert header(result) == [
        "qhil: device ibmq_manila, ibmq_belem; noise twirled, ideal; seed 7; not strict"
    ]


def test_a_drawn_seed_is_in_the_header_and_another_each_time(suite):
    suite.write(test_a=PLAIN, ini='qhil_seed = "random"')

    first, second = (header(suite.run()) for _ in range(2))

    assert first != second
    assert first[0].endswith(" (drawn)")
    assert first[0].split()[1] == "seed"
    assert first[0].split()[2].isdigit()


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--qhil-device=ibmq_manilla", "*--qhil-device: *ibmq_manila,*'ibmq_manilla'*"),
        ("--qhil-device=,", "*--qhil-device names no device; for instance*ibmq_manila*"),
        ("--qhil-device=ibmq_manila@2001-01-01", "*--qhil-device: *there are: 2021-07-26*"),
        ("--qhil-noise=twirld", "*--qhil-noise: no noise kind 'twirld'; nearest: twirled*"),
        ("--qhil-noise=recorded*x", "*--qhil-noise: *'x'*not a number*"),
        ("--qhil-seed=-1", "*--qhil-seed must be a number from 0 on, or random, not '-1'*"),
        ("--qhil-seed=rnd", "*--qhil-seed must be *random, not 'rnd'*"),
        ("--qhil-recordings=nowhere", "*nowhere*"),
    ],
)
def test_what_was_mistyped_ends_the_session_at_once(suite, option, message):
    suite.write(test_a=PLAIN)

    result = suite.run(option)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {message}"])


def test_a_seed_that_is_none_in_the_configuration_is_refused_by_its_key(suite):
    suite.write(test_a=PLAIN, ini='qhil_seed = "seven"')

    result = suite.run()

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: qhil_seed must be a number *, not 'seven'"])
