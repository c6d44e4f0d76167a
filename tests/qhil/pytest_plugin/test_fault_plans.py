"""The marker ``faults`` and the fixture `fault_plan`."""

from __future__ import annotations

import pytest

RAISES = """
import pytest
import qhil
from bells import bell


@pytest.mark.faults("backend.run@2=1*api_error")
def test_marked(recorded_backend, fault_plan):
    bell(recorded_backend)
    with pytest.raises(qhil.IBMQBackendApiError):
        bell(recorded_backend)
    assert [str(one.fault) for one in fault_plan.firings] == ["backend.run@2=1*api_error"]
    assert "test_a.py" in fault_plan.firings[0].place or "bells.py" in fault_plan.firings[0].place


@pytest.mark.faults("backend.run=1*api_error", "backend.run=1*value_error")
def test_each(recorded_backend):
    with pytest.raises(qhil.IBMQBackendError):
        bell(recorded_backend)


@pytest.mark.parametrize("fault_plan", ["backend.run=1*protocol_error"], indirect=True)
def test_parametrised(recorded_backend, fault_plan):
    with pytest.raises(qhil.IBMQBackendApiProtocolError):
        bell(recorded_backend)


def test_without(recorded_backend, fault_plan):
    assert bell(recorded_backend)
    assert fault_plan.calls["backend.run"] == 1


@pytest.fixture
def prepared(recorded_backend):
    return bell(recorded_backend)


@pytest.mark.faults("backend.run=1*api_error", allow_unfired=True)
def test_fixtures_are_spared(prepared):
    assert prepared


@pytest.mark.faults("backend.run=1*api_error")
class TestClass:
    def test_method(self, recorded_backend):
        with pytest.raises(qhil.IBMQBackendApiError):
            bell(recorded_backend)


def test_after_all_that_nothing_goes_wrong(recorded_backend):
    assert bell(recorded_backend)
"""


def test_what_a_marker_says_goes_wrong(bell):
    bell.write(test_a=RAISES)

    result = bell.run_apart("-v")

    result.assert_outcomes(passed=8)
    result.stdout.fnmatch_lines(
        [
            "*::test_marked[[]backend.run@2=1[*]api_error] PASSED*",
            "*::test_each[[]backend.run=1[*]api_error] PASSED*",
            "*::test_each[[]backend.run=1[*]value_error] PASSED*",
        ]
    )


FAILS = """
import unittest
import pytest
import qhil
from bells import bell


@pytest.mark.faults("backend.run@3=1*api_error")
def test_missed(recorded_backend):
    bell(recorded_backend)


@pytest.mark.faults("backend.rum=api_error")
def test_unknown():
    pass


@pytest.mark.faults()
def test_nothing():
    pass


@pytest.mark.faults("backend.run=api_error", alow_unfired=True)
def test_misspelt():
    pass


@pytest.mark.faults("backend.run=1*api_error")
def test_not_handled(recorded_backend):
    bell(recorded_backend)
"""


def test_a_plan_that_misses_fails_the_test(bell):
    bell.write(test_a=FAILS.split('@pytest.mark.faults("backend.rum', maxsplit=1)[0])

    result = bell.run_apart()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "a fault of the plan never happened*",
            "  backend.run@3=1[*]api_error (backend.run was called 1 time)",
        ]
    )


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("unknown", "*there is no site 'backend.rum'; nearest: backend.run*"),
        ("nothing", "*faults gives no plan*"),
        ("misspelt", "*takes no alow_unfired=: *nearest: allow_unfired=*"),
    ],
)
def test_what_is_no_plan_is_told(bell, test, told):
    start = "import pytest\n\n\n@pytest.mark.faults"
    (body,) = [part for part in FAILS.split("@pytest.mark.faults") if f"test_{test}(" in part]
    bell.write(test_a=start + body)

    result = bell.run_apart()

    assert result.ret != 0
    result.stdout.fnmatch_lines([told])


def test_a_failure_tells_what_has_happened(bell):
    head, _, not_handled = FAILS.rpartition("@pytest.mark.faults")
    bell.write(test_a=head.split("@pytest.mark.faults")[0] + "@pytest.mark.faults" + not_handled)

    result = bell.run_apart()

    result.stdout.fnmatch_lines(
        [
            "faults    backend.run=1[*]api_error",
            "          backend.run call 1: api_error at *bells.py:* in bell",
            "repeat    *test_not_handled*backend.run=1[*]api_error*",
        ]
    )


UNITTEST = """
import unittest
import pytest
import qhil


class Suite(unittest.TestCase):
    @pytest.mark.faults("backend.run=1*api_error")
    def test_one(self):
        backend = qhil.RecordedBackend("ibmq_manila", seed=1)
        with self.assertRaises(qhil.IBMQBackendApiError):
            backend.run([])

    @pytest.mark.faults("backend.run=1*api_error", "backend.run=1*value_error")
    def test_two(self):
        pass
"""


def test_a_method_of_unittest_may_have_one_plan(bell):
    bell.write(test_a=UNITTEST)

    result = bell.run_apart()

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*@pytest.mark.faults names 2 plans*"])


@pytest.mark.parametrize("workers", ["-n2", "-n0"])
def test_draws_are_those_of_the_seed_whichever_worker(bell, workers):
    bell.write(
        test_a="""
import pytest
import qhil
from qhil.faults import ask


@pytest.mark.faults("backend.run=30%api_error")
@pytest.mark.parametrize("n", range(3))
def test_it(fault_plan, n):
    told = "".join("x" if ask("backend.run") else "." for _ in range(20))
    assert told == {told!r}
""".replace("{told!r}", repr(_told()))
    )

    bell.run_apart(workers).assert_outcomes(passed=3)


def _told():
    from qhil.faults import FaultPlan, Injection

    injection = Injection(FaultPlan.parse("backend.run=30%api_error", seed=0))
    return "".join("x" if injection.ask("backend.run") else "." for _ in range(20))
