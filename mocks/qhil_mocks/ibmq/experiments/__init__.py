"""What the experiment service keeps, and how it is asked for."""

from __future__ import annotations

from qhil_mocks.ibmq.experiments.analysis_result import AnalysisResult
from qhil_mocks.ibmq.experiments.experiment import Experiment
from qhil_mocks.ibmq.experiments.results_db import ResultsDB

__all__ = ["AnalysisResult", "Experiment", "ResultsDB"]
