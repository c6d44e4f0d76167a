import itertools

import numpy as np
import pytest

from qhil.counts.tables import all_tables


@pytest.mark.parametrize(
    ("total", "limits"), [(3, [3, 3, 3]), (4, [1, 2, 3, 1]), (6, [1, 2, 3]), (0, [2, 2]), (2, [5])]
)
def test_every_table_is_there_once(total, limits):
    found = all_tables(total, limits, 1000)

    ways = itertools.product(*(range(limit + 1) for limit in limits))
    assert sorted(map(tuple, found.tolist())) == sorted(way for way in ways if sum(way) == total)


def test_more_than_asked_for_are_not_made():
    assert len(all_tables(20, [20] * 4, 1771)) == 1771
    assert all_tables(20, [20] * 4, 1770) is None
    assert all_tables(10**9, [10**9] * 500, 1000) is None


def test_tables_are_whole_numbers():
    assert all_tables(2, [2, 2], 10).dtype == np.int64
