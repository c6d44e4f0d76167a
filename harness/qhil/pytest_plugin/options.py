"""What may be said on the command line and in the project's configuration of pytest."""

from __future__ import annotations

import pytest

DEVICE_MARKER = (
    "device(*names, at=None): (qhil) recorded devices on which the test runs, once on each; at= is a "
    "date: as they were then. The closest marker counts."
)
NOISE_MARKER = (
    "noise(*kinds): (qhil) kinds of noise with which the test runs, once with each, such as "
    "'twirled' or 'recorded*0.5'. The closest marker counts."
)
FAULTS_MARKER = (
    "faults(*plans, allow_unfired=False): (qhil) what goes wrong while the test runs, such as "
    "'backend.run@3=1*api_error'; once with each plan. A fault that never happens fails the test."
)
SWEEP_MARKER = (
    "sweep(documented=(), sites=None, parts=1, virtual_limit=3600, hard_limit=60): (qhil) the test is run again "
    "for each call of each site and each thing that may go wrong there. parts= makes so many tests that share these."
)
LIVE_MARKER = (
    "live: (qhil) the test asks a live device. Skipped with the reason where none may be used; failed there with "
    "--qhil-live=require."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options ``--qhil-*`` and the keys ``qhil_*``."""
    group = parser.getgroup("qhil", "recorded quantum devices (qhil)")
    group.addoption(
        "--qhil-device",
        action="append",
        metavar="NAME",
        help="Device of tests without a device marker; NAME@DATE is the device as it was then. "
        "Several (repeated, or with commas) make several tests of each.",
    )
    group.addoption(
        "--qhil-noise",
        action="append",
        metavar="KIND",
        help="Noise of tests without a noise marker, such as twirled or recorded*0.5. Several "
        "make several tests of each.",
    )
    group.addoption(
        "--qhil-seed",
        metavar="N|random",
        help="Seed of every backend (default: 0); random draws one for the session and tells it.",
    )
    group.addoption(
        "--qhil-recordings",
        action="append",
        metavar="FOLDER",
        help="Folder of recordings, looked into before all others. May be repeated.",
    )
    group.addoption(
        "--qhil-no-strict",
        action="store_true",
        help="Have backends take what the device would refuse.",
    )
    group.addoption(
        "--qhil-sweep-reports",
        metavar="FOLDER",
        help="Write what each test marked sweep found, as JSON and as a page, into this folder.",
    )
    group.addoption(
        "--qhil-live",
        choices=("auto", "require", "off"),
        default="auto",
        help="Tests of a live device: run where credentials are found, else skipped (auto); failed if they cannot "
        "run (require); always skipped (off).",
    )
    group.addoption(
        "--qhil-live-max-seconds",
        type=float,
        metavar="S",
        help="So much time of live devices may the tests of this session take in all. Without it they submit nothing.",
    )
    parser.addini("qhil_device", "device of tests without a device marker", "args", [])
    parser.addini("qhil_noise", "noise of tests without a noise marker", "args", [])
    parser.addini("qhil_seed", "seed of every backend: a number, or random", "string", "")
    parser.addini("qhil_recordings", "folders of recordings, looked into first", "paths", [])
    parser.addini("qhil_strict", "refuse what the device would refuse", "bool", default=True)


def is_anything_asked(config: pytest.Config) -> bool:
    """Whether the command line or the project's configuration says anything to us."""
    names = ("qhil_device", "qhil_noise", "qhil_seed", "qhil_recordings")
    return (
        any(config.getoption(name) is not None or config.getini(name) for name in names)
        or config.getoption("qhil_no_strict")
        or not config.getini("qhil_strict")
    )
