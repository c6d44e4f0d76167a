"""Experiments, analysis results and their lists as the client reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, Iterable, Optional

import msgspec

from qhil_mocks.ibmq.experiments.analysis_result import AnalysisResult
from qhil_mocks.ibmq.experiments.experiment import Experiment
from qhil_mocks.rest import Response
from qhil_mocks.wire_dates import exact_date


def experiment(fact: Experiment, plots: Iterable[str]) -> Dict[str, Any]:
    """An experiment. ``plots``: the names of its plots."""
    return {
        "uuid": fact.uuid,
        "type": fact.type,
        "device_name": fact.device,
        "hub_id": fact.hub,
        "group_id": fact.group,
        "project_id": fact.project,
        "owner": fact.owner,
        "visibility": fact.visibility,
        "parent_experiment_uuid": fact.parent,
        "jobs": list(fact.jobs),
        "tags": list(fact.tags),
        "notes": fact.notes,
        "extra": msgspec.Raw(fact.extra.encode()),
        "plot_names": list(plots),
        "created_at": exact_date(fact.created),
        "updated_at": exact_date(fact.updated),
        "start_time": exact_date(fact.start),
        "end_time": _date(fact.end),
    }


def analysis_result(fact: AnalysisResult, device: str) -> Dict[str, Any]:
    """An analysis result. ``device``: that of its experiment."""
    return {
        "uuid": fact.uuid,
        "experiment_uuid": fact.experiment,
        "device_name": device,
        "type": fact.type,
        "device_components": list(fact.components),
        "fit": msgspec.Raw(fact.fit.encode()),
        "tags": list(fact.tags),
        "quality": fact.quality,
        "verified": fact.verified,
        "chisq": None if fact.chisq is None else msgspec.Raw(fact.chisq.encode()),
        "created_at": exact_date(fact.created),
        "updated_at": exact_date(fact.updated),
    }


def listed(name: str, items: Iterable[Dict[str, Any]], marker: Optional[str]) -> Dict[str, Any]:
    """A page of a list. The client goes on asking for as long as there is a marker."""
    page: Dict[str, Any] = {name: list(items)}
    return page if marker is None else {**page, "marker": marker}


def answer(content: Dict[str, Any]) -> Response:
    """``content`` as JSON, with what clients sent in it as they sent it."""
    return Response(body=msgspec.json.encode(content))


def _date(when: Optional[datetime]) -> Optional[str]:
    return None if when is None else exact_date(when)
