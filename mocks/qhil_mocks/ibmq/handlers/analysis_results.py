"""Analysis results: stored with an experiment, found again, changed, deleted."""

from __future__ import annotations

from typing import Any, Dict

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.experiments import AnalysisResult, Experiment, conditions, said, wire
from qhil_mocks.ibmq.experiments.analysis_result import QUALITIES
from qhil_mocks.ibmq.experiments.entry import Stamp
from qhil_mocks.ibmq.experiments.pages import Keys, Order
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response
from qhil_mocks.wire_dates import exact_date

_CHANGEABLE: said.Fields = {
    "fit": ("fit", said.verbatim),
    "tags": ("tags", said.texts),
    "quality": ("quality", said.quality),
    "verified": ("verified", said.flag),
    "chisq": ("chisq", said.number),
}
_GIVEN: said.Fields = {
    **_CHANGEABLE,
    "uuid": ("uuid", said.uuid),
    "experiment_uuid": ("experiment", said.uuid),
    "type": ("type", said.text),
    "device_components": ("components", said.texts),
}
_REQUIRED = ("experiment_uuid", "type")
_KEYS: Keys[AnalysisResult] = {
    "created_at": lambda one: exact_date(one.created),
    "device_components": lambda one: ",".join(one.components),
    "type": lambda one: one.type,
}


def create(state: State, call: Call) -> Response:
    """A new result of an experiment of the caller's."""
    fields = said.said(call.json(), _GIVEN, required=_REQUIRED)
    uuid = fields.pop("uuid", None)
    with state.results_db.together():
        state.results_db.owned(fields["experiment"], call.user)
        made = state.results_db.results.add(call.now, uuid, lambda stamp: _made(stamp, fields))
        return _answer(state, made)


def get(state: State, call: Call) -> Response:
    """A result of an experiment that the caller may see."""
    return _answer(state, state.results_db.seen_result(call.path["result"], call.user))


def update(state: State, call: Call) -> Response:
    """Change some of a result of an experiment of the caller's."""
    fields = said.said(call.json(), _CHANGEABLE)
    with state.results_db.together():
        result = state.results_db.owned_result(call.path["result"], call.user)
        return _answer(state, state.results_db.results.change(result.uuid, call.now, **fields))


def delete(state: State, call: Call) -> Response:
    """Forget a result of an experiment of the caller's. The client wants JSON back."""
    with state.results_db.together():
        result = state.results_db.owned_result(call.path["result"], call.user)
        state.results_db.results.delete(result.uuid)
    return Response.json({})


def list_(state: State, call: Call) -> Response:
    """Those of experiments that the caller may see, the latest first unless asked otherwise."""
    order = Order(call.request, _KEYS, usual="created_at")
    visible = {
        one.uuid: one for one in state.results_db.experiments.all() if one.visible_to(call.user)
    }
    results = [one for one in state.results_db.results.all() if one.experiment in visible]
    page, marker = order.page(conditions.fulfilling(results, call.request, _conditions(visible)))
    told = [wire.analysis_result(one, visible[one.experiment].device) for one in page]
    return wire.answer(wire.listed("analysis_results", told, marker))


def _conditions(experiments: Dict[str, Experiment]) -> conditions.Asked[AnalysisResult]:
    return {
        "device_name": (lambda one: experiments[one.experiment].device, conditions.equal),
        "type": (lambda one: one.type, conditions.type_),
        "device_components": (lambda one: one.components, conditions.components),
        "experiment_uuid": (lambda one: one.experiment, conditions.uuid),
        "quality": (lambda one: one.quality, conditions.one_of(QUALITIES, "quality")),
        "verified": (lambda one: one.verified, conditions.flag("verified")),
        "tags": (lambda one: one.tags, conditions.tags),
    }


def _made(stamp: Stamp, fields: Dict[str, Any]) -> AnalysisResult:
    return AnalysisResult(**{"updated": stamp.created, **vars(stamp), **fields})


def _answer(state: State, result: AnalysisResult) -> Response:
    device = state.results_db.experiments.get(result.experiment).device
    return wire.answer(wire.analysis_result(result, device))
