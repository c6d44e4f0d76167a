"""Numbers that come once."""

from __future__ import annotations

from qhil_mocks.numbering import Numbering
from qhil_mocks.shelves import Unkept
from qhil_mocks.sqlite_shelves import SqliteShelves


def test_each_purpose_has_its_own():
    shelves = Unkept()
    jobs, others = Numbering(shelves, "jobs"), Numbering(shelves, "others")

    assert [jobs.next(), jobs.next(), others.next(), jobs.next()] == [0, 1, 0, 2]


def test_none_comes_again_from_the_same_file(tmp_path):
    shelves = SqliteShelves(tmp_path / "file")
    jobs, others = Numbering(shelves, "jobs"), Numbering(shelves, "others")
    drawn = [jobs.next(), jobs.next(), others.next()]
    shelves.close()
    shelves = SqliteShelves(tmp_path / "file")
    drawn_again = [Numbering(shelves, "jobs").next(), Numbering(shelves, "others").next()]
    shelves.close()

    assert (drawn, drawn_again) == ([0, 1, 0], [2, 1])
