"""Lists in an order, a page at a time: each but the last has a marker, with which to ask for the next.

A marker says where a page ended, not how many came before. So what comes or goes between two pages moves nothing:
whatever is there all the while comes exactly once.
"""

from __future__ import annotations

import base64
import functools
import re
from typing import Callable, Generic, List, Mapping, Optional, Sequence, Tuple, TypeVar

import msgspec

from qhil_mocks.ibmq.experiments.entry import Entry
from qhil_mocks.ibmq.service_error import bad_request
from qhil_mocks.rest import Request

# No page has more items than this, whatever was asked for.
PAGE = 50
_DIRECTIONS = ("asc", "desc")
_COUNT = re.compile(r"[0-9]{1,9}")

Kept = TypeVar("Kept", bound=Entry)
# Name in the query -> what a list is sorted by.
Keys = Mapping[str, Callable[[Kept], str]]


class _Marker(msgspec.Struct, frozen=True):
    """Where a page ended: the keys of its last item, in the order of that list."""

    sort: str
    after: List[str]


class Order(Generic[Kept]):
    """How a list is sorted: by what the query asks for, then by what it is sorted by anyway, then by uuid.

    ``usual``: the key by which it is sorted anyway, newest first.

    Raises:
        ServiceError: 400 for a ``sort``, ``limit`` or ``marker`` that makes no sense.
    """

    def __init__(self, request: Request, keys: Keys[Kept], *, usual: str) -> None:
        self._sort = request.asked("sort") or ""
        self._by = _sorted_by(self._sort, tuple(keys))
        if usual not in dict(self._by):
            self._by.append((usual, True))
        self._keys = keys
        self._limit = _limit(request.asked("limit"))
        self._after = self._read(request.asked("marker"))

    def page(self, items: Sequence[Kept]) -> Tuple[List[Kept], Optional[str]]:
        """The page that was asked for, and the marker of the next, None if it is the last."""
        compared = functools.cmp_to_key(self._compare)
        placed = sorted(
            ((self._position(item), item) for item in items), key=lambda pair: compared(pair[0])
        )
        after = self._after
        if after is not None:
            placed = [pair for pair in placed if self._compare(pair[0], after) > 0]
        page = placed[: self._limit]
        marker = self._marker(page[-1][0]) if len(placed) > len(page) else None
        return [item for _, item in page], marker

    def _position(self, item: Kept) -> List[str]:
        return [*(self._keys[name](item) for name, _ in self._by), item.uuid]

    def _compare(self, one: List[str], other: List[str]) -> int:
        descends = [*(descending for _, descending in self._by), False]
        for left, right, descending in zip(one, other, descends):
            if left != right:
                return -1 if (left < right) != descending else 1
        return 0

    def _marker(self, position: List[str]) -> str:
        text = msgspec.json.encode(_Marker(self._sort, position))
        return base64.urlsafe_b64encode(text).decode("ascii")

    def _read(self, marker: Optional[str]) -> Optional[List[str]]:
        if not marker:
            return None
        try:
            found = msgspec.json.decode(base64.urlsafe_b64decode(marker), type=_Marker)
        except (ValueError, RecursionError, msgspec.MsgspecError):
            raise bad_request("marker is none that was given out") from None
        if found.sort != self._sort or len(found.after) != len(self._by) + 1:
            raise bad_request("marker is of a list in another order")
        return found.after


def _sorted_by(sort: str, known: Tuple[str, ...]) -> List[Tuple[str, bool]]:
    """Keys, and whether each descends."""
    found = []
    for part in sort.split(",") if sort else []:
        name, _, direction = part.partition(":")
        if name not in known or direction not in _DIRECTIONS:
            raise bad_request(f"sort must be key:asc or key:desc, with keys of: {', '.join(known)}")
        found.append((name, direction == "desc"))
    return found


def _limit(text: Optional[str]) -> int:
    if text is None:
        return PAGE
    if not _COUNT.fullmatch(text) or int(text) == 0:
        raise bad_request("limit must be a whole number from 1 on")
    return min(int(text), PAGE)
