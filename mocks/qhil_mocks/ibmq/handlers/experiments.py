"""Experiments: stored, found again, changed, deleted."""

from __future__ import annotations

from typing import Any, Dict, List

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.experiments import Experiment, conditions, said, wire
from qhil_mocks.ibmq.experiments.entry import Stamp
from qhil_mocks.ibmq.experiments.experiment import VISIBILITIES
from qhil_mocks.ibmq.experiments.pages import Keys, Order
from qhil_mocks.ibmq.service_error import ServiceError, bad_request
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response
from qhil_mocks.wire_dates import exact_date

_CHANGEABLE: said.Fields = {
    "extra": ("extra", said.verbatim),
    "jobs": ("jobs", said.texts),
    "tags": ("tags", said.texts),
    "notes": ("notes", said.text),
    "visibility": ("visibility", said.visibility),
    "end_time": ("end", said.date),
}
_GIVEN: said.Fields = {
    **_CHANGEABLE,
    "uuid": ("uuid", said.uuid),
    "type": ("type", said.text),
    "device_name": ("device", said.text),
    "hub_id": ("hub", said.text),
    "group_id": ("group", said.text),
    "project_id": ("project", said.text),
    "parent_experiment_uuid": ("parent", said.uuid),
    "start_time": ("start", said.date),
}
_REQUIRED = ("type", "device_name", "hub_id", "group_id", "project_id")
_KEYS: Keys[Experiment] = {
    "start_time": lambda one: exact_date(one.start),
    "type": lambda one: one.type,
}


def create(state: State, call: Call) -> Response:
    """A new experiment of the caller's, in a project of the caller's."""
    fields = said.said(call.json(), _GIVEN, required=_REQUIRED)
    uuid = fields.pop("uuid", None)
    _check_place(state, call, fields)

    def made(stamp: Stamp) -> Experiment:
        own = {"start": stamp.created, "owner": call.user.id, "updated": stamp.created}
        return Experiment(**{**own, **vars(stamp), **fields})

    with state.results_db.together():
        if "parent" in fields:
            _check_parent(state, call, fields, uuid)
        return _answer(state, state.results_db.experiments.add(call.now, uuid, made))


def get(state: State, call: Call) -> Response:
    """An experiment that the caller may see."""
    return _answer(state, state.results_db.seen(call.path["experiment"], call.user))


def update(state: State, call: Call) -> Response:
    """Change some of an experiment of the caller's."""
    fields = said.said(call.json(), _CHANGEABLE)
    with state.results_db.together():
        experiment = state.results_db.owned(call.path["experiment"], call.user)
        return _answer(
            state, state.results_db.experiments.change(experiment.uuid, call.now, **fields)
        )


def delete(state: State, call: Call) -> Response:
    """Forget an experiment of the caller's, with its results and plots. The client wants JSON back."""
    state.results_db.delete(call.path["experiment"], call.user)
    return Response.json({})


def list_(state: State, call: Call) -> Response:
    """Those that the caller may see and asks for, the latest first unless asked otherwise."""
    order = Order(call.request, _KEYS, usual="start_time")
    visible = [one for one in state.results_db.experiments.all() if one.visible_to(call.user)]
    page, marker = order.page(
        conditions.fulfilling(visible, call.request, _conditions(state, call))
    )
    return wire.answer(wire.listed("experiments", [_told(state, one) for one in page], marker))


def _conditions(state: State, call: Call) -> conditions.Asked[Experiment]:
    results = state.results_db.results_of()

    def owner(one: Experiment) -> str:
        return "me" if one.owner == call.user.id else ""

    def components(one: Experiment) -> List[Any]:
        """An experiment is on the components that one of its results is on."""
        return [result.components for result in results.get(one.uuid, [])]

    return {
        "device_name": (lambda one: one.device, conditions.equal),
        "type": (lambda one: one.type, conditions.type_),
        "start_time": (lambda one: one.start, conditions.dates),
        "device_components": (components, conditions.of_any(conditions.components)),
        "tags": (lambda one: one.tags, conditions.tags),
        "hub_id": (lambda one: one.hub, conditions.equal),
        "group_id": (lambda one: one.group, conditions.equal),
        "project_id": (lambda one: one.project, conditions.equal),
        "parent_experiment_uuid": (lambda one: one.parent, conditions.uuid),
        "visibility": (lambda one: one.visibility, conditions.or_not(VISIBILITIES, "visibility")),
        "owner": (owner, conditions.or_not(("me",), "owner")),
    }


def _check_place(state: State, call: Call, fields: Dict[str, Any]) -> None:
    key = (fields["hub"], fields["group"], fields["project"])
    if call.user.project(key) is None:
        raise ServiceError(403, "Project {}/{}/{} is not yours".format(*key), name="Forbidden")
    if fields["device"] not in state.devices.names:
        raise bad_request(f"there is no device {fields['device']}")


def _check_parent(state: State, call: Call, fields: Dict[str, Any], uuid: object) -> None:
    if fields["parent"] == uuid:
        raise bad_request("an experiment is not its own parent")
    parent = state.results_db.seen(fields["parent"], call.user)
    if parent.device != fields["device"]:
        raise bad_request(
            f"the parent is on device {parent.device}, and so must be the child, "
            f"not on {fields['device']}"
        )


def _told(state: State, experiment: Experiment) -> Dict[str, Any]:
    return wire.experiment(experiment, state.results_db.plots.names(experiment.uuid))


def _answer(state: State, experiment: Experiment) -> Response:
    return wire.answer(_told(state, experiment))
