"""Experiments with their analysis results and plots, as one thing: what the experiment service remembers."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Dict, Iterator, List

from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.experiments.analysis_result import AnalysisResult
from qhil_mocks.ibmq.experiments.entries import Entries
from qhil_mocks.ibmq.experiments.experiment import Experiment
from qhil_mocks.ibmq.experiments.plots import Plots
from qhil_mocks.ibmq.service_error import ServiceError, not_found
from qhil_mocks.identities import Identities
from qhil_mocks.numbering import Numbering
from qhil_mocks.shelves import Shelves


class ResultsDB:
    """Three stores; a result or a plot is there only with its experiment."""

    def __init__(self, shelves: Shelves, identities: Identities) -> None:
        self._shelves = shelves
        self._lock = threading.RLock()
        self.experiments = Entries(
            "Experiment",
            shelves.shelf("experiments", Experiment),
            numbers=Numbering(shelves, "experiments"),
            identities=identities,
            lock=self._lock,
        )
        self.results = Entries(
            "Analysis result",
            shelves.shelf("analysis_results", AnalysisResult),
            numbers=Numbering(shelves, "analysis results"),
            identities=identities,
            lock=self._lock,
        )
        self.plots = Plots(shelves.shelf("plots", bytes), self._lock)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Within it nobody else changes anything, and what is changed is kept all or not at all. It is not nested."""
        with self._lock, self._shelves.together():
            yield

    def seen(self, uuid: str, user: User) -> Experiment:
        """An experiment that a user may see.

        Raises:
            ServiceError: 404 for one that is not there, or not for this user's eyes.
        """
        experiment = self.experiments.get(uuid)
        if not experiment.visible_to(user):
            raise not_found(f"Experiment {uuid}")
        return experiment

    def owned(self, uuid: str, user: User) -> Experiment:
        """An experiment that a user may change.

        Raises:
            ServiceError: 404 as `seen`; 403 for one that is somebody else's.
        """
        experiment = self.seen(uuid, user)
        if experiment.owner != user.id:
            raise ServiceError(
                403, f"Experiment {uuid} is not yours: only its owner changes it", name="Forbidden"
            )
        return experiment

    def seen_result(self, uuid: str, user: User) -> AnalysisResult:
        """An analysis result of an experiment that a user may see, or 404."""
        result = self.results.get(uuid)
        if not self.experiments.get(result.experiment).visible_to(user):
            raise not_found(f"Analysis result {uuid}")
        return result

    def owned_result(self, uuid: str, user: User) -> AnalysisResult:
        """An analysis result of an experiment that a user may change, or 404, or 403."""
        result = self.seen_result(uuid, user)
        self.owned(result.experiment, user)
        return result

    def results_of(self) -> Dict[str, List[AnalysisResult]]:
        """All analysis results, by experiment."""
        found: Dict[str, List[AnalysisResult]] = {}
        for result in self.results.all():
            found.setdefault(result.experiment, []).append(result)
        return found

    def delete(self, uuid: str, user: User) -> None:
        """Forget an experiment of a user's with all that belongs to it. What names it as its parent stays.

        Raises:
            ServiceError: as `owned`.
        """
        with self.together():
            experiment = self.owned(uuid, user)
            for result in self.results_of().get(experiment.uuid, []):
                self.results.delete(result.uuid)
            self.plots.delete_all(experiment.uuid)
            self.experiments.delete(experiment.uuid)
