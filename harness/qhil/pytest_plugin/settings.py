"""What a session asks for, from the command line or else the project's configuration."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Tuple

import pytest

DEFAULT_DEVICE = "ibmq_manila"
"""Bundled, five qubits in a row."""
DEFAULT_NOISE = "recorded"
DEFAULT_SEED = 0

HANDED_SEED = "qhil_seed"
"""Where a worker of pytest-xdist finds the seed, which is drawn once for all."""

_SETTINGS = pytest.StashKey["Settings"]()


@dataclass(frozen=True)
class Asked:
    """Names that were asked for, and by what: an option, a key, or nothing (the default).

    ``explicit``: said on the command line, for this session.
    """

    names: Tuple[Any, ...]
    by: str = ""
    explicit: bool = False


@dataclass(frozen=True)
class Seed:
    """The seed of every backend. ``drawn``: for this session; ``explicit``: by the command line."""

    value: int = DEFAULT_SEED
    by: str = ""
    drawn: bool = False
    explicit: bool = False


@dataclass(frozen=True)
class Settings:
    """All that a session asks for; ``recordings`` are folders."""

    devices: Asked
    noises: Asked
    seed: Seed
    recordings: Tuple[Path, ...]
    strict: bool


def settings(config: pytest.Config) -> Settings:
    """The settings of a session, read when they are first asked for.

    Raises:
        pytest.UsageError: for a seed that is none, and an option that names nothing.
    """
    if _SETTINGS not in config.stash:
        config.stash[_SETTINGS] = Settings(
            devices=_asked(config, "device", DEFAULT_DEVICE),
            noises=_asked(config, "noise", DEFAULT_NOISE),
            seed=_seed(config),
            recordings=_recordings(config),
            strict=config.getini("qhil_strict") and not config.getoption("qhil_no_strict"),
        )
    return config.stash[_SETTINGS]


def _asked(config: pytest.Config, what: str, default: str) -> Asked:
    option, key = f"--qhil-{what}", f"qhil_{what}"
    typed = config.getoption(key)
    if typed:
        names = _split(typed)
        if not names:
            raise pytest.UsageError(f"{option} names no {what}; for instance {option}={default}")
        return Asked(names, option, explicit=True)
    names = _split(config.getini(key))
    return Asked(names, key) if names else Asked((default,))


def _split(texts: Iterable[str]) -> Tuple[str, ...]:
    """The names between commas, each once."""
    names = (name.strip() for text in texts for name in text.split(","))
    return tuple(dict.fromkeys(filter(None, names)))


def _seed(config: pytest.Config) -> Seed:
    typed = config.getoption("qhil_seed")
    text = typed if typed is not None else config.getini("qhil_seed")
    by = "--qhil-seed" if typed is not None else "qhil_seed" if text else ""
    if not by:
        return Seed()
    if text == "random":
        handed = getattr(config, "workerinput", {}).get(HANDED_SEED)
        value = int.from_bytes(os.urandom(4), "big") if handed is None else handed
        return Seed(value, by, drawn=True, explicit=typed is not None)
    if not (text.isascii() and text.isdigit()):
        raise pytest.UsageError(f"{by} must be a number from 0 on, or random, not {text!r}")
    return Seed(int(text), by, explicit=typed is not None)


def _recordings(config: pytest.Config) -> Tuple[Path, ...]:
    here = config.invocation_params.dir
    typed = [here / folder for folder in config.getoption("qhil_recordings") or ()]
    return (*typed, *config.getini("qhil_recordings"))
