"""`MockIBMQ` and the real client: its experiment service, method by method."""

from __future__ import annotations

import json
import logging
import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "python-multipart")
NOBODYS = "01234567-89ab-4cde-8f01-23456789abcd"


@pytest.fixture
def experiments(ibmq, service):
    """The experiment service of the second user, in the open project."""
    return ibmq.enable_account(service.users[1].token, url=service.url).experiment


@pytest.fixture
def others(ibmq, service, experiments):
    """That of the first user, who has the open project alone."""
    ibmq.disable_account()
    return ibmq.enable_account(service.users[0].token, url=service.url).experiment


@pytest.fixture
def sure(monkeypatch):
    """Whoever deletes something is asked whether they are sure."""
    monkeypatch.setattr("builtins.input", lambda _prompt: "y")


@pytest.fixture
def errors(experiments):
    """The client's errors, by the number of the answer that they stand for."""
    from qiskit.providers.ibmq.exceptions import IBMQApiError
    from qiskit.providers.ibmq.experiment import (
        IBMExperimentEntryExists,
        IBMExperimentEntryNotFound,
    )

    return {403: IBMQApiError, 404: IBMExperimentEntryNotFound, 409: IBMExperimentEntryExists}


@pytest.fixture
def far_east(monkeypatch):
    """A client in Tokyo: it speaks local time with its user and UTC with the service."""
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def local(*parts):
    """As a user of the client says when: without a zone, which it takes for local time."""
    return datetime(*parts)  # noqa: DTZ001


def notes(found):
    return "".join(one["notes"] for one in found)


def test_backends_and_their_components(experiments, errors):
    names = ["ibm_perth", "ibmq_manila", "ibm_sherbrooke"]

    assert [one["name"] for one in experiments.backends()] == names
    assert experiments.device_components("ibmq_manila") == ["Q0", "Q1", "Q2", "Q3", "Q4"]
    assert list(experiments.device_components()) == names
    with pytest.raises(errors[404]):
        experiments.device_components("ibmqx2")


def test_an_experiment_comes_back_as_it_was_stored(experiments, service, far_east):
    start = local(2022, 5, 17, 9, 30, 15, 123456)  # local
    chosen = str(uuid.uuid4())
    parent = experiments.create_experiment("Batch", "ibmq_manila")
    created = experiments.create_experiment(
        experiment_type="T1",
        backend_name="ibmq_manila",
        metadata={"delays": [1e-6, 2e-6], "wörds": None},
        experiment_id=chosen,
        parent_id=parent,
        job_ids=["job1", "job2"],
        tags=["tag"],
        notes="ünë",
        share_level="Project",
        start_datetime=start,
    )
    found = experiments.experiment(created)

    assert created == chosen
    assert found["backend"].name() == "ibmq_manila"
    assert found["backend"].configuration().n_qubits == 5
    assert found["start_datetime"].replace(tzinfo=None) == start
    assert found["start_datetime"].utcoffset() == timedelta(hours=9)
    assert found["creation_datetime"] == found["updated_datetime"]
    assert {key: found[key] for key in ("hub", "group", "project")} == {
        "hub": "ibm-q", "group": "open", "project": "main",
    }  # fmt: skip
    expected = {
        "experiment_type": "T1",
        "experiment_id": chosen,
        "parent_id": parent,
        "job_ids": ["job1", "job2"],
        "tags": ["tag"],
        "notes": "ünë",
        "share_level": "project",
        "metadata": {"delays": [1e-6, 2e-6], "wörds": None},
        "figure_names": [],
        "owner": service.users[1].id,
    }
    assert {key: found[key] for key in expected} == expected
    assert "end_datetime" not in found


def test_an_experiment_can_be_changed(experiments, errors):
    created = experiments.create_experiment("T1", "ibmq_manila", tags=["a"], notes="before")
    before = experiments.experiment(created)
    end = local(2022, 5, 17, 10, 0, 0, 1)
    experiments.update_experiment(
        created,
        metadata={"a": 1},
        job_ids=["job"],
        notes="after",
        share_level="public",
        end_datetime=end,
    )
    after = experiments.experiment(created)

    assert after["end_datetime"].replace(tzinfo=None) == end
    assert after["updated_datetime"] >= before["updated_datetime"]
    changed = {"metadata": {"a": 1}, "job_ids": ["job"], "notes": "after", "share_level": "public"}
    assert {key: after[key] for key in changed} == changed
    for key in ("tags", "experiment_type", "creation_datetime", "start_datetime", "owner"):
        assert after[key] == before[key]
    with pytest.raises(errors[404], match=f"Experiment {NOBODYS} not found"):
        experiments.update_experiment(NOBODYS, notes="x")


def test_what_exists_and_what_does_not_have_errors_of_their_own(experiments, errors):
    created = experiments.create_experiment("T1", "ibmq_manila")

    with pytest.raises(errors[409], match=f"Experiment {created} already exists"):
        experiments.create_experiment("T1", "ibmq_manila", experiment_id=created)
    with pytest.raises(errors[404], match=f"Experiment {NOBODYS} not found"):
        experiments.experiment(NOBODYS)
    with pytest.raises(errors[403], match="there is no device ibmqx2"):
        experiments.create_experiment("T1", "ibmqx2")


def test_experiments_are_deleted_with_all_that_is_theirs(experiments, errors, sure, caplog):
    created = experiments.create_experiment("T1", "ibmq_manila")
    result = experiments.create_analysis_result(created, {"a": 1}, "T1")
    experiments.create_figure(created, b"<svg/>", "a.svg")
    experiments.delete_experiment(created)

    assert not caplog.records
    for gone in (experiments.experiment, lambda one: experiments.figure(one, "a.svg")):
        with pytest.raises(errors[404]):
            gone(created)
    with pytest.raises(errors[404]):
        experiments.analysis_result(result)
    experiments.delete_experiment(created)
    assert [record.getMessage() for record in caplog.records] == [
        f"Experiment {created} not found."
    ]


def test_nothing_is_deleted_by_who_is_not_sure(experiments, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _prompt: "n")
    created = experiments.create_experiment("T1", "ibmq_manila")
    experiments.delete_experiment(created)

    assert experiments.experiment(created)


@pytest.fixture
def five(ibmq, experiments):
    """Five experiments of the second user, a to e, in this order of their start."""
    premium = ibmq.get_provider(project="premium").experiment
    start = local(2022, 5, 17, 9)
    ids = {}
    for name, of, kind, device, more in (
        ("a", experiments, "T1", "ibmq_manila", {"tags": ["x"]}),
        ("b", experiments, "T2Ramsey", "ibmq_manila", {"tags": ["x", "y"], "parent_id": "a"}),
        ("c", experiments, "RB", "ibm_perth", {"tags": ["y"]}),
        ("d", premium, "T1", "ibmq_manila", {"share_level": "public"}),
        ("e", experiments, "RB", "ibmq_manila", {}),
    ):
        if "parent_id" in more:
            more["parent_id"] = ids[more["parent_id"]]
        ids[name] = of.create_experiment(kind, device, notes=name, start_datetime=start, **more)
        start += timedelta(hours=1)
    return ids


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "edcba"),
        ({"limit": 2}, "ed"),
        ({"limit": None}, "edcba"),
        ({"backend_name": "ibm_perth"}, "c"),
        ({"experiment_type": "T1"}, "da"),
        ({"experiment_type": "T", "experiment_type_operator": "like"}, "dba"),
        ({"tags": ["x", "y"]}, "cba"),
        ({"tags": ["x", "y"], "tags_operator": "AND"}, "b"),
        ({"start_datetime_after": local(2022, 5, 17, 12)}, "ed"),
        ({"start_datetime_before": local(2022, 5, 17, 10)}, "ba"),
        (
            {
                "start_datetime_after": local(2022, 5, 17, 10),
                "start_datetime_before": local(2022, 5, 17, 12),
            },
            "dcb",
        ),
        ({"hub": "ibm-q"}, "ecba"),
        ({"hub": "ibm-q-lab", "group": "research"}, "d"),
        ({"hub": "ibm-q-lab", "group": "research", "project": "private"}, ""),
        ({"exclude_public": True}, "ecba"),
        ({"public_only": True}, "d"),
        ({"exclude_mine": True}, ""),
        ({"mine_only": True}, "edcba"),
        ({"parent_id": "a"}, "b"),
        ({"sort_by": "start_datetime:asc"}, "abcde"),
        ({"sort_by": "experiment_type:asc"}, "ecdab"),
        ({"sort_by": ["experiment_type:desc", "start_datetime:asc"]}, "badce"),
        ({"sort_by": ["experiment_type:desc", "start_datetime:asc"], "limit": 3}, "bad"),
    ],
    ids=str,
)
def test_experiments_are_found(experiments, five, asked, found):
    asked = {key: five[value] if key == "parent_id" else value for key, value in asked.items()}

    assert notes(experiments.experiments(**asked)) == found


def test_dates_bound_also_where_local_time_is_another(experiments, far_east):
    start = local(2022, 5, 17, 9, 0, 0, 5)
    created = experiments.create_experiment("T1", "ibmq_manila", start_datetime=start)
    found = experiments.experiment(created)["start_datetime"]

    for bounds, count in (((start, start), 1), ((found, found), 1), ((None, None), 1)):
        asked = dict(zip(("start_datetime_after", "start_datetime_before"), bounds))
        assert len(experiments.experiments(**asked)) == count
    later = start + timedelta(microseconds=1)
    assert experiments.experiments(start_datetime_after=later) == []


def test_experiments_are_found_by_the_components_of_their_results(experiments, five):
    from qiskit.providers.ibmq.experiment.device_component import Qubit

    for name, components in (("a", ["Q0"]), ("b", ["Q0", "Q1"]), ("c", [Qubit(1)])):
        experiments.create_analysis_result(five[name], {}, "x", device_components=components)

    def found(*components, **more):
        return notes(experiments.experiments(device_components=list(components), **more))

    assert found("Q0") == "a"
    assert found(Qubit(1), "Q0") == "b"
    assert found("Q0", device_components_operator="contains") == "ba"
    assert found("Q0", "Q1", device_components_operator="contains") == "b"


def test_all_of_many_are_found_each_once(experiments):
    ids = [experiments.create_experiment("T1", "ibmq_manila", notes=".") for _ in range(120)]

    for limit, expected in ((None, ids), (120, ids), (1000, ids), (70, ids[-70:])):
        found = experiments.experiments(limit=limit)
        assert [one["experiment_id"] for one in found] == expected[::-1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(limit=st.integers(1, 12), upwards=st.booleans())
def test_pages_of_the_clients_own_making_give_each_once(experiments, limit, upwards):
    """The client asks for the rest with each marker: a shorter page than it asked for is no end."""
    found = experiments.experiments(limit=None)
    if not found:
        for kind in "aabbcabca":
            experiments.create_experiment(kind, "ibmq_manila")
    sort = "type:asc" if upwards else "type:desc"
    client, marker, ids = experiments._api_client, None, []
    while True:
        told = json.loads(
            client.experiments(limit=limit, marker=marker, backend_name=None, sort_by=sort)
        )
        ids += [one["uuid"] for one in told["experiments"]]
        marker = told.get("marker")
        if marker is None:
            break

    assert len(ids) == len(set(ids)) == 9


def test_a_result_comes_back_as_it_was_stored(experiments, errors):
    from qiskit.providers.ibmq.experiment import ResultQuality

    of = experiments.create_experiment("T1", "ibmq_manila")
    chosen = str(uuid.uuid4())
    created = experiments.create_analysis_result(
        of,
        {"value": 1.5e-4, "fit": {"__type__": "x"}},
        "T1Result",
        device_components=["Q1", "Q0"],
        tags=["tag"],
        quality="Good",
        verified=True,
        result_id=chosen,
        chisq=1.25,
    )
    found = experiments.analysis_result(created)

    assert found.pop("creation_datetime") == found.pop("updated_datetime")
    assert found == {
        "result_data": {"value": 1.5e-4, "fit": {"__type__": "x"}},
        "result_type": "T1Result",
        "device_components": ["Q1", "Q0"],
        "experiment_id": of,
        "result_id": chosen,
        "quality": ResultQuality.GOOD,
        "verified": True,
        "tags": ["tag"],
        "service": experiments,
        "chisq": 1.25,
        "backend_name": "ibmq_manila",
    }
    with pytest.raises(errors[409], match=f"Analysis result {chosen} already exists"):
        experiments.create_analysis_result(of, {}, "T1Result", result_id=chosen)
    with pytest.raises(errors[404]):
        experiments.create_analysis_result(NOBODYS, {}, "T1Result")


def test_a_result_can_be_changed_and_deleted(experiments, errors, sure, caplog):
    from qiskit.providers.ibmq.experiment import ResultQuality

    of = experiments.create_experiment("T1", "ibmq_manila")
    created = experiments.create_analysis_result(of, {"a": 1}, "T1", tags=["tag"])
    assert experiments.analysis_result(created)["quality"] is ResultQuality.UNKNOWN
    experiments.update_analysis_result(
        created, result_data={"b": 2}, quality="bad", verified=True, chisq=2.5
    )
    found = experiments.analysis_result(created)

    assert found["result_data"] == {"b": 2}
    assert found["quality"] is ResultQuality.BAD
    assert (found["verified"], found["chisq"], found["tags"]) == (True, 2.5, ["tag"])
    experiments.update_analysis_result(created)  # with nothing to change
    with pytest.raises(errors[404], match=f"Analysis result {NOBODYS} not found"):
        experiments.update_analysis_result(NOBODYS, tags=["x"])
    experiments.delete_analysis_result(created)
    with pytest.raises(errors[404], match=r"Analysis result .* not found"):
        experiments.analysis_result(created)
    assert not caplog.records
    experiments.delete_analysis_result(created)
    assert "not found" in caplog.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "DCBA"),
        ({"limit": 3}, "DCB"),
        ({"limit": None}, "DCBA"),
        ({"experiment_id": True}, "D"),
        ({"backend_name": "ibm_perth"}, "D"),
        ({"result_type": "A1"}, "A"),
        ({"result_type": "1", "result_type_operator": "like"}, "DBA"),
        ({"device_components": ["Q0"]}, "A"),
        ({"device_components": ["Q0"], "device_components_operator": "contains"}, "BA"),
        ({"device_components": ["Q0", "Q1"]}, "B"),
        ({"quality": "good"}, "A"),
        ({"quality": ["good", "UNKNOWN"]}, "DBA"),
        ({"quality": ["good", "bad", "unknown"]}, "DCBA"),
        ({"verified": True}, "B"),
        ({"verified": False}, "DCA"),
        ({"tags": ["x", "y"]}, "BA"),
        ({"tags": ["x", "y"], "tags_operator": "AND"}, "B"),
        ({"sort_by": "creation_datetime:asc"}, "ABCD"),
        ({"sort_by": "device_components:desc"}, "CBAD"),
        ({"sort_by": ["result_type:asc"]}, "ABCD"),
    ],
    ids=str,
)
def test_results_are_found(experiments, asked, found):
    of = experiments.create_experiment("T1", "ibmq_manila")
    elsewhere = experiments.create_experiment("T1", "ibm_perth")
    for experiment, kind, fields in (
        (of, "A1", {"device_components": ["Q0"], "tags": ["x"], "quality": "GOOD"}),
        (of, "B1", {"device_components": ["Q1", "Q0"], "tags": ["x", "y"], "verified": True}),
        (of, "C2", {"device_components": "Q2", "quality": "BAD"}),
        (elsewhere, "D1", {}),
    ):
        experiments.create_analysis_result(experiment, {"a": 1}, kind, **fields)
    if "experiment_id" in asked:
        asked = {"experiment_id": elsewhere}

    results = experiments.analysis_results(**asked)
    assert "".join(one["result_type"][0] for one in results) == found


def test_all_of_many_results_are_found_each_once(experiments):
    of = experiments.create_experiment("T1", "ibmq_manila")
    ids = [experiments.create_analysis_result(of, {}, "T1") for _ in range(105)]

    assert [one["result_id"] for one in experiments.analysis_results(limit=None)] == ids[::-1]


def test_figures_are_stored_read_replaced_and_deleted(experiments, errors, sure, caplog, tmp_path):
    of = experiments.create_experiment("T1", "ibmq_manila")
    drawn = tmp_path / "drawn.svg"
    drawn.write_bytes(b"<svg>\r\n--\xc3\xbc</svg>")
    size = drawn.stat().st_size

    assert experiments.create_figure(of, b"<svg/>", "plöt 1") == ("plöt 1.svg", 6)
    assert experiments.create_figure(of, str(drawn), sync_upload=False) == ("drawn.svg", size)
    name, _ = experiments.create_figure(of, b"<svg/>")
    assert experiments.experiment(of)["figure_names"] == ["plöt 1.svg", "drawn.svg", name]
    for known in (name, "plöt 1.svg"):
        assert experiments.figure(of, known) == b"<svg/>"
    assert experiments.figure(of, "drawn.svg", str(tmp_path / "read.svg")) == size
    assert (tmp_path / "read.svg").read_bytes() == drawn.read_bytes()

    with pytest.raises(errors[409], match=r"Figure drawn\.svg already exists"):
        experiments.create_figure(of, b"", "drawn.svg")
    assert experiments.update_figure(of, b"new", "drawn.svg") == ("drawn.svg", 3)
    assert experiments.figure(of, "drawn.svg") == b"new"
    for missing in (experiments.figure, lambda of, name: experiments.update_figure(of, b"", name)):
        with pytest.raises(errors[404], match=r"Figure missing\.svg not found"):
            missing(of, "missing.svg")
    with pytest.raises(errors[404]):
        experiments.create_figure(NOBODYS, b"<svg/>", "a.svg")

    experiments.delete_figure(of, "drawn.svg")
    with pytest.raises(errors[404]):
        experiments.figure(of, "drawn.svg")
    assert not caplog.records
    experiments.delete_figure(of, "drawn.svg")
    assert "Figure drawn.svg not found" in caplog.text


def test_what_an_encoder_of_the_users_makes_of_values_is_read_by_their_decoder(experiments):
    class Encoder(json.JSONEncoder):
        def default(self, value):
            return {"__type__": "complex", "__value__": [value.real, value.imag]}

    class Decoder(json.JSONDecoder):
        def __init__(self):
            super().__init__(object_hook=self.hook)

        @staticmethod
        def hook(value):
            return complex(*value["__value__"]) if "__type__" in value else value

    data = {"a": 1 + 2j, "b": [float("inf")]}
    of = experiments.create_experiment("T1", "ibmq_manila", metadata=data, json_encoder=Encoder)
    result = experiments.create_analysis_result(of, data, "T1", json_encoder=Encoder)

    assert experiments.experiment(of, json_decoder=Decoder)["metadata"] == data
    assert experiments.experiments(json_decoder=Decoder)[0]["metadata"] == data
    assert experiments.analysis_result(result, json_decoder=Decoder)["result_data"] == data
    assert experiments.analysis_results(json_decoder=Decoder)[0]["result_data"] == data


def test_two_users_see_of_each_other_what_is_shared(experiments, others, errors, sure, service):
    ids = {
        level: experiments.create_experiment(
            "T1", "ibmq_manila", notes=level[:2], share_level=level
        )
        for level in ("private", "project", "group", "hub", "public")
    }
    results = {
        level: experiments.create_analysis_result(of, {}, level) for level, of in ids.items()
    }

    assert notes(others.experiments()) == "puhugrpr"
    assert {one["owner"] for one in others.experiments()} == {service.users[1].id}
    assert notes(others.experiments(exclude_mine=True)) == "puhugrpr"
    assert others.experiments(mine_only=True) == []
    assert [one["result_type"] for one in others.analysis_results()] == [
        "public", "hub", "group", "project",
    ]  # fmt: skip
    for get, of in ((others.experiment, ids), (others.analysis_result, results)):
        assert get(of["hub"])
        with pytest.raises(errors[404]):
            get(of["private"])
    with pytest.raises(errors[403], match="is not yours"):
        others.update_experiment(ids["public"], notes="x")
    with pytest.raises(errors[403]):
        others.delete_experiment(ids["public"])
    with pytest.raises(errors[403]):
        others.create_analysis_result(ids["public"], {}, "T1")
    with pytest.raises(errors[403]):
        others.delete_analysis_result(results["public"])
    with pytest.raises(errors[403]):
        others.create_figure(ids["public"], b"<svg/>", "a.svg")


def test_preferences_are_saved_with_the_mocked_account(experiments):
    from qiskit.providers.ibmq.credentials import configrc

    assert experiments.preferences == {"auto_save": False}
    experiments.save_preferences(auto_save=True)

    assert experiments.preferences == {"auto_save": True}
    assert "auto_save = True" in Path(configrc.DEFAULT_QISKITRC_FILE).read_text()


def test_no_token_is_logged(experiments, service, caplog):
    with caplog.at_level(logging.DEBUG):
        of = experiments.create_experiment("T1", "ibmq_manila")
        experiments.create_figure(of, b"<svg/>", "a.svg")

    assert service.users[1].token not in caplog.text
    assert experiments._provider.credentials.access_token not in caplog.text
