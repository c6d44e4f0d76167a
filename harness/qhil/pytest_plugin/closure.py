"""Which fixtures a test uses, through however many others."""

from __future__ import annotations

from typing import Set, Tuple

import pytest

_COMPLETE_SINCE = (9, 1)


def asks_for(metafunc: pytest.Metafunc, fixture: str) -> bool:
    """Whether the test uses the fixture, so that it may be parametrised with it.

    pytest below 9.1 does not count what only an overridden fixture asks for, as in
    ``def recorded_backend(recorded_backend)``. There the names are followed by hand.
    """
    if fixture in metafunc.fixturenames:
        return True
    if pytest.version_tuple >= _COMPLETE_SINCE or not _has_override(metafunc):
        return False
    found = fixture in _followed(metafunc)
    if found:
        metafunc.fixturenames.append(fixture)
    return found


def _has_override(metafunc: pytest.Metafunc) -> bool:
    """Whether a fixture of the test stands on the one that it overrides."""
    definitions = metafunc._arg2fixturedefs.items()  # noqa: SLF001  # nowhere else in these versions
    return any(name in found[-1].argnames for name, found in definitions)


def _followed(metafunc: pytest.Metafunc) -> Set[str]:
    """The names of all fixtures that run, those that are overridden among them."""
    manager = metafunc.definition.session._fixturemanager  # noqa: SLF001  # likewise
    seen: Set[Tuple[str, int]] = set()
    left = [(name, 1) for name in metafunc.fixturenames]
    while left:
        name, level = left.pop()
        definitions = manager.getfixturedefs(name, metafunc.definition) or ()
        if (name, level) in seen or level > len(definitions):
            continue
        seen.add((name, level))
        left += [
            (asked, level + 1 if asked == name else 1) for asked in definitions[-level].argnames
        ]
    return {name for name, _ in seen}
