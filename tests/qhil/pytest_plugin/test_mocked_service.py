"""The fixture `mock_ibmq`."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.requires(
    "faker", "python-multipart", "responses", "trustme", "uvicorn", "websockets"
)

USES = """
import requests
from qhil_mocks import MockIBMQ


def version():
    return requests.get("https://auth.quantum-computing.ibm.com/api/version").json()


def test_is_entered(mock_ibmq):
    assert isinstance(mock_ibmq, MockIBMQ)
    assert version()["new_api"] is True
    assert "ibmq_qasm_simulator" in mock_ibmq.devices
    assert len(mock_ibmq.devices) > 5


tokens = set()


@pytest.mark.parametrize("n", [1, 2])
def test_is_fresh_with_the_same_seed(mock_ibmq, n):
    tokens.add(mock_ibmq.token)
    assert len(tokens) == 1
    assert mock_ibmq.seed == {seed}
    assert mock_ibmq._service.state.access.log_in(mock_ibmq.token, mock_ibmq.clock.now())
    assert len(mock_ibmq._service.state.access._granted) == 1


@pytest.mark.device("ibmq_manila", "ibmq_belem")
def test_serves_the_marked(mock_ibmq):
    assert mock_ibmq.devices == ("ibmq_manila", "ibmq_belem")


@pytest.mark.device("ibm_sherbrooke", at="2023-12-31")
def test_serves_a_device_as_it_was(mock_ibmq):
    (device,) = mock_ibmq.devices
    newest = mock_ibmq._service.state.devices.recording(device).properties().date
    assert newest.isoformat() == "2023-01-03T14:44:26+00:00"


def test_nothing_is_left():
    assert requests.adapters.HTTPAdapter.send.__module__ == "requests.adapters"
"""

CLIENT = """
from bells import bell


@pytest.mark.device("ibmq_manila", "ibmq_belem")
def test_client(mock_ibmq, recorded_backend):
    from qiskit import IBMQ

    provider = IBMQ.load_account()
    assert sorted(one.name() for one in provider.backends()) == ["ibmq_belem", "ibmq_manila"]
    assert sum(bell(provider.get_backend(recorded_backend.name())).values()) == 200
"""

OWN = """
import pytest
from qhil_mocks import MockIBMQ


@pytest.fixture
def mock_ibmq():
    with MockIBMQ(seed=5, devices=["ibmq_belem"]) as mock:
        yield mock


def test_own(mock_ibmq):
    assert mock_ibmq.devices == ("ibmq_belem",)
    assert False


class TestBuildsOnIt:
    @pytest.fixture
    def mock_ibmq(self, mock_ibmq):
        return mock_ibmq

    def test_own(self, mock_ibmq):
        assert mock_ibmq.seed == 5
"""

FAILS = """
def test_all(mock_ibmq):
    assert False


@pytest.mark.device("ibmq_belem")
def test_marked(mock_ibmq):
    assert False


@pytest.mark.device("ibmq_bellem")
def test_misspelt(mock_ibmq):
    pass
"""


def told(result):
    """The lines of all sections ``qhil``, without the devices' digests."""
    return [line for line in result.outlines if line.startswith(("service ", "seed ", "repeat "))]


@pytest.mark.parametrize(("options", "seed"), [([], 0), (["--qhil-seed=7"], 7)])
def test_a_service_is_entered_while_the_test_runs(suite, options, seed):
    suite.write(test_a=USES.replace("{seed}", str(seed)))

    suite.run_apart(*options).assert_outcomes(passed=6)


@pytest.mark.requires("qiskit-ibmq-provider")
def test_the_client_works_on_each_marked_device(bell):
    bell.write(test_a=CLIENT)

    bell.run_apart("-W", "ignore::DeprecationWarning").assert_outcomes(passed=2)


def test_recordings_of_the_session_are_served(suite):
    folder = suite.path / "mine" / "device"
    folder.mkdir(parents=True)
    configuration = '{"backend_name": "mine", "backend_version": "1", "n_qubits": 1}'
    (folder / "configuration.json").write_text(configuration)
    (folder / "properties-2024-01-01T000000Z.json").write_text("{}")
    suite.write(
        test_a="def test_x(mock_ibmq): assert {'mine', 'ibmq_manila'} <= set(mock_ibmq.devices)"
    )
    suite.write(ini='qhil_recordings = ["mine"]')

    suite.run_apart().assert_outcomes(passed=1)


def test_a_failure_tells_the_seed_and_how_to_repeat_it(suite):
    suite.write(test_a=FAILS)

    result = suite.run_apart("--qhil-seed=7")

    result.assert_outcomes(failed=2, errors=1)
    lines = told(result)
    assert lines[0].startswith("service   mocked IBM Quantum with ")
    assert lines[0].endswith(" devices")
    assert lines[1:3] == [
        "seed      7",
        "repeat    python -m pytest test_a.py::test_all --qhil-seed=7",
    ]
    assert lines[3:6] == [
        "service   mocked IBM Quantum with ibmq_belem",
        "seed      7",
        "repeat    python -m pytest test_a.py::test_marked --qhil-seed=7",
    ]
    assert "test_a.py::test_misspelt: @pytest.mark.device: " in result.stdout.str()
    assert "ibmq_belem" in result.stdout.str()


def test_devices_that_cannot_be_read_are_no_second_failure(suite, monkeypatch):
    monkeypatch.setenv("QHIL_RECORDINGS", "nowhere")
    suite.write(test_a="def test_x(mock_ibmq): mock_ibmq.devices")

    result = suite.run_apart()

    result.assert_outcomes(failed=1)
    assert told(result)[0] == "service   mocked IBM Quantum with devices that cannot be read"


def test_it_can_be_overridden(suite):
    suite.write(test_a=OWN)

    result = suite.run_apart()

    result.assert_outcomes(passed=1, failed=1)
    assert told(result)[:2] == ["service   mocked IBM Quantum with ibmq_belem", "seed      5"]


def test_without_the_extra_the_command_that_mends_it_is_told(suite):
    suite.write(
        conftest="""
import importlib.util

found = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "uvicorn" else found(name)
""",
        test_a="def test_x(mock_ibmq): pass",
    )

    result = suite.run_apart()

    result.assert_outcomes(errors=1)
    assert "The fixture mock_ibmq needs uvicorn, not installed here: pip install 'qhil[mocks]'" in (
        result.stdout.str()
    )


def test_it_is_listed_with_what_it_is(suite):
    shown = suite.run_apart("--fixtures", "-q").stdout.str()

    assert "mock_ibmq" in shown
    assert "The IBM Quantum service, for qiskit-ibmq-provider in this process" in shown


def test_a_service_is_not_kept_beyond_its_test(suite):
    suite.write(
        test_a="""
import gc, weakref

made = []

def test_one(mock_ibmq):
    made.append(weakref.ref(mock_ibmq))

def test_two():
    gc.collect()
    assert made[0]() is None
"""
    )

    suite.run_apart().assert_outcomes(passed=2)
