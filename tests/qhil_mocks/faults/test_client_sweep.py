"""The findings that the documentation tells of the real client, each by its plan alone."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from qhil.faults import FaultPlan
from qhil.sweeping import SweepSettings, Verdict, clean_run, try_point

pytestmark = [
    pytest.mark.requires("qiskit-ibmq-provider"),
    # The client announces its end, and leaves sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FILE = Path(__file__).parents[2] / "examples" / "client_sweep" / "scenarios.py"


@pytest.fixture(scope="module")
def scenarios():
    spec = importlib.util.spec_from_file_location("client_scenarios", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tried(scenarios):
    """``tried(name, plan)``: how the scenario takes it."""
    settings = SweepSettings(documented=scenarios.DOCUMENTED, seed=7)
    clean = {}

    def call(name, plan):
        scenario = getattr(scenarios, name)
        if name not in clean:
            clean[name] = clean_run(scenario, settings, sites=scenarios.SITES.get(name))
        return try_point(scenario, FaultPlan.parse(plan, seed=7), clean[name], settings)

    return call


@pytest.mark.parametrize(
    ("plan", "verdict", "told"),
    [
        ("api.get_job=1*status(503)", Verdict.SAME, None),
        ("api.create_job=status(503)", Verdict.DOCUMENTED, "IBMQBackendApiError"),
        ("api.create_job=1*html", Verdict.UNDOCUMENTED, "JSONDecodeError"),
        ("api.create_job=1*missing_field", Verdict.UNDOCUMENTED, "KeyError: 'id'"),
        ("socket.job_status.message=1*close(1011)", Verdict.LEAK, "SSLSocket"),
    ],
)
def test_one_job(tried, plan, verdict, told):
    found = tried("submit_wait_fetch", plan)

    assert found.verdict is verdict
    assert told is None or any(told in line for line in found.told)


def test_the_job_manager_asks_for_a_free_place_for_ever(tried):
    found = tried("job_manager", "api.create_job=job_limit")

    assert found.verdict is Verdict.HANG
    assert "called api.list_jobs more than" in found.told[0]


@pytest.mark.parametrize(
    ("plan", "verdict", "told"),
    [
        (
            "api.create_runtime_job=1*lost_answer",
            Verdict.DUPLICATE,
            "submitted 6 jobs instead of 3",
        ),
        ("runtime_job.life=cancelled", Verdict.WRONG, "is '' instead of 'Hello, World!'"),
        ("socket.interim_results.message=1*reordered", Verdict.WRONG, "in order"),
    ],
)
def test_a_program(tried, plan, verdict, told):
    found = tried("runtime_with_interim_results", plan)

    assert found.verdict is verdict
    assert told in found.told[0]
