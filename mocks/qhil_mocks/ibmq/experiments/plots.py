"""The plots of all experiments. The one owner of what changes about them."""

from __future__ import annotations

import threading
from typing import Dict, Tuple

from qhil_mocks.ibmq.service_error import ServiceError, not_found
from qhil_mocks.shelves import Shelf


class Plots:
    """Plots by experiment and name, in the order in which they came. No name has a slash in it."""

    def __init__(self, shelf: Shelf[bytes], lock: threading.RLock) -> None:
        self._shelf = shelf
        self._lock = lock
        self._plots: Dict[str, Dict[str, bytes]] = {}
        for key, content in shelf.load().items():
            experiment, _, name = key.partition("/")
            self._plots.setdefault(experiment, {})[name] = content

    def names(self, experiment: str) -> Tuple[str, ...]:
        """The names of an experiment's plots."""
        with self._lock:
            return tuple(self._plots.get(experiment, {}))

    def add(self, experiment: str, name: str, content: bytes) -> None:
        """Keep a new plot.

        Raises:
            ServiceError: 409 if the experiment has one of that name.
        """
        with self._lock:
            if name in self._plots.get(experiment, {}):
                raise ServiceError(409, f"Plot {name} exists already", name="ConflictError")
            self._keep(experiment, name, content)

    def get(self, experiment: str, name: str) -> bytes:
        """A plot.

        Raises:
            ServiceError: 404 if there is none; so do those that follow.
        """
        content = self._plots.get(experiment, {}).get(name)
        if content is None:
            raise not_found(f"Plot {name}")
        return content

    def replace(self, experiment: str, name: str, content: bytes) -> None:
        """Keep another in place of a plot."""
        with self._lock:
            self.get(experiment, name)
            self._keep(experiment, name, content)

    def delete(self, experiment: str, name: str) -> None:
        """Forget a plot."""
        with self._lock:
            self.get(experiment, name)
            self._shelf.drop(f"{experiment}/{name}")
            del self._plots[experiment][name]

    def delete_all(self, experiment: str) -> None:
        """Forget the plots of an experiment."""
        for name in self.names(experiment):
            self.delete(experiment, name)

    def _keep(self, experiment: str, name: str, content: bytes) -> None:
        self._shelf.put(f"{experiment}/{name}", content)
        self._plots.setdefault(experiment, {})[name] = content
