"""What a store of programs keeps; the rest of it is tested through the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

from qhil_mocks.ibmq.runtime import Program, ProgramStore
from qhil_mocks.ibmq.runtime.catalog import ready_made_programs
from qhil_mocks.identities import Identities

WHEN = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
MINE = Program(
    id="", owner="me", name="mine", description="Mine.", cost=2.5, source="pass", public=False,
    created=WHEN, updated=WHEN, spec='{"parameters": {}}',
)  # fmt: skip


def store(shelves):
    return ProgramStore(shelves.shelf("programs", Program), Identities(7), ready_made_programs())


def test_programs_are_there_after_a_restart_as_they_were_last(shelves):
    first = store(shelves)
    for name in ("a", "b", "c"):
        first.add(replace(MINE, name=name))
    first.change("a", "me", WHEN, description="Changed.", spec=None)
    first.delete("b", "me")

    again = store(shelves)

    assert again.visible("me") == first.visible("me")
    assert [one.id for one in again.visible("me")][:2] == ["c", "a"]
    assert again.get("a", "me").description == "Changed."


def test_the_same_names_get_the_same_ids(shelves):
    ids = [
        [store.add(replace(MINE, owner=owner)).id for owner in ("me", "you", "they")]
        for store in (
            ProgramStore(shelves.shelf(name, Program), Identities(7), ()) for name in ("x", "y")
        )
    ]

    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3
