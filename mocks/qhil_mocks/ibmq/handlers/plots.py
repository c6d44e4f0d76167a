"""Plots of experiments: uploaded as files of a form, downloaded as they are."""

from __future__ import annotations

import mimetypes

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.experiments.multipart_file import SentFile, sent_file
from qhil_mocks.ibmq.service_error import bad_request
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response


def create(state: State, call: Call) -> Response:
    """A new plot of an experiment of the caller's; it is there at once, asked to be or not (``x-sync-upload``)."""
    with state.results_db.together():
        experiment = state.results_db.owned(call.path["experiment"], call.user)
        sent = _sent(call)
        name = _last_part(sent.name)
        state.results_db.plots.add(experiment.uuid, name, sent.content)
    return _kept(name, sent)


def get(state: State, call: Call) -> Response:
    """The plot, of an experiment that the caller may see."""
    experiment = state.results_db.seen(call.path["experiment"], call.user)
    name = call.path["plot"]
    content = state.results_db.plots.get(experiment.uuid, name)
    kind, _ = mimetypes.guess_type(name)
    return Response(body=content, content_type=kind or "application/octet-stream")


def update(state: State, call: Call) -> Response:
    """Another in place of a plot; it keeps its name, whatever the file is called."""
    with state.results_db.together():
        experiment = state.results_db.owned(call.path["experiment"], call.user)
        sent = _sent(call)
        state.results_db.plots.replace(experiment.uuid, call.path["plot"], sent.content)
    return _kept(call.path["plot"], sent)


def delete(state: State, call: Call) -> Response:
    """Forget a plot of an experiment of the caller's."""
    with state.results_db.together():
        experiment = state.results_db.owned(call.path["experiment"], call.user)
        state.results_db.plots.delete(experiment.uuid, call.path["plot"])
    return Response.json({})


def _sent(call: Call) -> SentFile:
    return sent_file(call.request.headers.get("content-type"), call.request.body, "plot")


def _last_part(path: str) -> str:
    """The name without folders: the client calls a file by the path that its user gave.

    Raises:
        ServiceError: 400 if that leaves no name, or none by which an URL could lead to it.
    """
    name = path.rpartition("/")[2]
    if name in ("", ".", ".."):
        raise bad_request("the name of a plot must be that of a file")
    return name


def _kept(name: str, sent: SentFile) -> Response:
    return Response.json({"name": name, "size": len(sent.content)})
