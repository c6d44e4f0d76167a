"""Plots by plain requests."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.requires("python-multipart")

EXPERIMENTS = "/experiments/experiments"
T1 = {
    "type": "T1", "device_name": "ibm_perth",
    "hub_id": "ibm-q", "group_id": "open", "project_id": "main",
}  # fmt: skip
FORM = {"content-type": "multipart/form-data; boundary=b", "x-sync-upload": "False"}


@pytest.fixture
def me(caller):
    return caller(0)


@pytest.fixture
def other(caller):
    return caller(1)


@pytest.fixture
def experiment(me):
    """The path of an experiment of the first user."""
    return f"{EXPERIMENTS}/{me('POST', EXPERIMENTS, T1)[1]['uuid']}"


def form(name, content=b"<svg/>"):
    head = f'--b\r\nContent-Disposition: form-data; name="plot"; filename="{name}"\r\n\r\n'
    return {"headers": FORM, "body": head.encode() + content + b"\r\n--b--\r\n"}


def test_a_plot_comes_back_as_it_was(me, experiment):
    content = bytes(range(256))
    answered = me("POST", f"{experiment}/plots", **form("a.svg", content))

    assert answered == (200, {"name": "a.svg", "size": 256})
    assert me("GET", f"{experiment}/plots/a.svg") == (200, content)
    assert me("GET", experiment)[1]["plot_names"] == ["a.svg"]


def test_plots_are_listed_in_their_order_with_their_experiment(me, experiment):
    for name in ("b.svg", "a.svg"):
        me("POST", f"{experiment}/plots", **form(name))

    assert me("GET", EXPERIMENTS)[1]["experiments"][0]["plot_names"] == ["b.svg", "a.svg"]


def test_a_name_is_taken_once(me, experiment):
    me("POST", f"{experiment}/plots", **form("a.svg"))

    assert me("POST", f"{experiment}/plots", **form("a.svg", b"other"))[0] == 409
    assert me("GET", f"{experiment}/plots/a.svg") == (200, b"<svg/>")


@pytest.mark.parametrize("path", ["/home/me/a.svg", "../../a.svg", "C:\\\\me\\\\a.svg"])
def test_a_path_leaves_the_name_of_its_file(me, experiment, path):
    assert me("POST", f"{experiment}/plots", **form(path))[1]["name"] == "a.svg"


@pytest.mark.parametrize("name", ["", ".", "..", "a/", "a/.."])
def test_a_plot_has_a_name(me, experiment, name):
    assert me("POST", f"{experiment}/plots", **form(name))[0] == 400


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_body_that_is_no_form_is_refused(me, experiment, method):
    me("POST", f"{experiment}/plots", **form("a.svg"))
    path = f"{experiment}/plots" + ("/a.svg" if method == "PUT" else "")

    assert me(method, path, {"plot": "x"})[0] == 400
    assert me(method, path, headers=FORM, body=b"--b\r\n")[0] == 400


def test_a_plot_can_be_replaced_and_keeps_its_name(me, experiment):
    me("POST", f"{experiment}/plots", **form("a.svg"))
    answered = me("PUT", f"{experiment}/plots/a.svg", **form("other.svg", b"new"))

    assert answered == (200, {"name": "a.svg", "size": 3})
    assert me("GET", f"{experiment}/plots/a.svg") == (200, b"new")
    assert me("PUT", f"{experiment}/plots/b.svg", **form("b.svg"))[0] == 404


def test_a_plot_can_be_deleted(me, experiment):
    me("POST", f"{experiment}/plots", **form("a.svg"))

    assert me("DELETE", f"{experiment}/plots/a.svg")[0] == 200
    assert me("DELETE", f"{experiment}/plots/a.svg")[0] == 404
    assert me("GET", f"{experiment}/plots/a.svg")[0] == 404
    assert me("GET", experiment)[1]["plot_names"] == []


def test_plots_go_with_their_experiment(me, experiment):
    me("POST", f"{experiment}/plots", **form("a.svg"))
    me("DELETE", experiment)

    assert me("GET", f"{experiment}/plots/a.svg")[0] == 404
    assert me("POST", f"{experiment}/plots", **form("a.svg"))[0] == 404


def test_others_see_plots_with_their_experiment_and_change_nothing(me, other, experiment):
    me("POST", f"{experiment}/plots", **form("a.svg"))
    path = f"{experiment}/plots/a.svg"

    assert other("GET", path)[0] == other("DELETE", path)[0] == 404
    assert other("POST", f"{experiment}/plots", **form("b.svg"))[0] == 404
    me("PUT", experiment, {"visibility": "public"})
    assert other("GET", path) == (200, b"<svg/>")
    assert other("DELETE", path)[0] == other("PUT", path, **form("a.svg"))[0] == 403
    assert other("POST", f"{experiment}/plots", **form("b.svg"))[0] == 403
