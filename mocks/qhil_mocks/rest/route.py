"""Routes, and which of them a request takes.

>>> router = Router([Route("GET", "/Jobs/v/1", "list", list), Route("GET", "/Jobs/{id}/v/1", "one", str)])
>>> router.find("GET", "/Jobs/v/1")[0].operation
'list'
>>> router.find("GET", "/Jobs/17/v/1")[1]
{'id': '17'}

A literal part goes before a name in braces, which stands for one part of the path.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import (
    Any,
    Callable,
    Dict,
    Generic,
    List,
    Mapping,
    Optional,
    Protocol,
    Sequence,
    Tuple,
    TypeVar,
)

from qhil_mocks.errors import NoRouteError


@dataclass(frozen=True)
class Route:
    """One thing that a service offers.

    ``public``: it may be asked for without a token. ``of_service``: its handler is given the service itself, where
    others are given its state.
    """

    method: str
    path: str
    operation: str
    handler: Callable[..., Any]
    public: bool = False
    of_service: bool = False


class _Placed(Protocol):
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...


AnyRoute = TypeVar("AnyRoute", bound=_Placed)


class Router(Generic[AnyRoute]):
    """Finds the route of a method and path. ``routes``: each a `Route`, or a `ChannelRoute`."""

    def __init__(self, routes: Sequence[AnyRoute]) -> None:
        self.routes = tuple(routes)
        self._by_shape: Dict[Tuple[str, int], List[Tuple[List[str], AnyRoute]]] = {}
        for route in sorted(self.routes, key=_names_last):
            parts = route.path.split("/")
            self._by_shape.setdefault((route.method, len(parts)), []).append((parts, route))

    def find(self, method: str, path: str) -> Tuple[AnyRoute, Mapping[str, str]]:
        """The route and what stands for the names in its path.

        Raises:
            NoRouteError: if there is none; lists the nearest.
        """
        given = path.split("/")
        for parts, route in self._by_shape.get((method, len(given)), []):
            named = _match(parts, given)
            if named is not None:
                return route, named
        raise NoRouteError(f"the mock has no {method} {path}; {self.nearest(method, path)}")

    def nearest(self, method: str, path: str) -> str:
        """The routes that are most like that, for an error to tell."""
        known = [f"{route.method} {route.path}" for route in self.routes]
        near = difflib.get_close_matches(f"{method} {path}", known, n=4, cutoff=0.0)
        return "nearest:\n" + "\n".join(f"  {route}" for route in near)


def _names_last(route: _Placed) -> List[bool]:
    return [_is_name(part) for part in route.path.split("/")]


def _is_name(part: str) -> bool:
    return part.startswith("{") and part.endswith("}")


def _match(parts: Sequence[str], given: Sequence[str]) -> Optional[Dict[str, str]]:
    named = {}
    for part, found in zip(parts, given):
        if _is_name(part) and found:
            named[part[1:-1]] = found
        elif part != found:
            return None
    return named
