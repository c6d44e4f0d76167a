"""All tables of so many shots over outcomes with limits, where they are few.

>>> all_tables(2, [2, 1], 10).tolist()
[[1, 1], [2, 0]]
>>> all_tables(2, [2, 1], 1) is None
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Sequence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def all_tables(total: int, limits: Sequence[int], most: int) -> Optional[NDArray[np.int64]]:
    """Every way to share ``total`` shots, shape (tables, outcomes); None if there are more than ``most``.

    Built outcome by outcome; each row can be completed, so that there are never more rows than tables.
    """
    import numpy as np

    rows, left, room = np.zeros((1, 0), dtype=np.int64), np.array([total]), sum(limits)
    for limit in limits:
        room -= limit
        least = np.maximum(0, left - room)
        ways = np.minimum(limit, left) - least + 1
        if ways.sum() > most:
            return None
        here = (
            np.arange(ways.sum()) - np.repeat(ways.cumsum() - ways, ways) + np.repeat(least, ways)
        )
        rows = np.column_stack([np.repeat(rows, ways, axis=0), here])
        left = np.repeat(left, ways) - here
    return rows
