"""The fixtures at work, in suites that run circuits and programs."""

from __future__ import annotations

PROGRAM = """
def main(backend, user_messenger, *, shots=100):
    from bells import bell
    user_messenger.publish("measuring")
    counts = bell(backend, shots)
    user_messenger.publish({"total": sum(counts.values())})
    return counts
"""


def test_a_backend_is_what_was_asked_for_and_repeats_outside_pytest(bell):
    """The plain seed is that of every test's backend, whatever ran before."""
    bell.write(
        ini='qhil_seed = 7\nqhil_noise = "readout"\nqhil_strict = false',
        test_a="""
import qhil
from bells import bell


def outside(**options):
    options = {"seed": 7, "noise": "readout", **options}
    return bell(qhil.RecordedBackend("ibmq_manila", **options))


def test_as_configured(recorded_backend):
    assert recorded_backend.recording.name == "ibmq_manila"
    assert (str(recorded_backend.noise), recorded_backend.seed) == ("readout", 7)
    assert not recorded_backend.strict
    assert not recorded_backend.contained
    assert bell(recorded_backend) == outside()


def test_another_test_has_the_same_counts(recorded_backend):
    assert bell(recorded_backend) == outside()


@pytest.mark.noise("twirled", "recorded*0.5")
def test_a_marker_changes_the_noise(recorded_backend, request):
    assert f"[{recorded_backend.noise}]" in request.node.name
    assert bell(recorded_backend) == outside(noise=str(recorded_backend.noise))


@pytest.mark.device("ibm_sherbrooke", at="2023-12-31")
def test_time_travel(recorded_device, recorded_backend):
    assert recorded_backend.recording is recorded_device
    assert recorded_backend.snapshot.date.year == 2023


def test_the_messenger_is_ours(user_messenger):
    user_messenger.publish([1])
    assert isinstance(user_messenger, qhil.UserMessenger)
    assert user_messenger.interim == [[1]]
""",
    )

    bell.run_apart().assert_outcomes(passed=6)


def test_programs_run_on_the_tests_own_backend_and_messenger(bell):
    (bell.path / "programs").mkdir()
    (bell.path / "programs" / "sampler.py").write_text(PROGRAM)
    (bell.path / "sampler.json").write_text(
        '{"name": "sampler", "description": "samples", "max_execution_time": 60, "spec": {'
        '"parameters": {"type": "object", "properties": {"shots": {"type": "integer"}}}}}'
    )
    bell.write(
        ini='pythonpath = ["."]',
        test_a="""
import qhil
from bells import bell


def test_a_path(run_program, recorded_backend, user_messenger):
    run = run_program("programs/sampler.py", {"shots": 50})
    assert run.status == "COMPLETED"
    assert run.interim == user_messenger.interim == ["measuring", {"total": 50}]
    assert run.result == bell(qhil.RecordedBackend("ibmq_manila", seed=0), 50)
    assert (run.device, run.seed) == (recorded_backend.recording.name, 0)


def test_others_may_be_given(run_program, user_messenger):
    backend = qhil.RecordedBackend("ibmq_belem", seed=3)
    messenger = qhil.UserMessenger()
    run = run_program("programs/sampler.py", backend=backend, messenger=messenger)
    assert (run.device, run.seed) == ("ibmq_belem", 3)
    assert user_messenger.messages == ()
    assert len(messenger.interim) == 2


def test_metadata_is_found_as_programs_are(run_program):
    with pytest.raises(qhil.SchemaError, match="shots"):
        run_program("programs/sampler.py", {"shots": "many"}, metadata="sampler.json")


def test_a_function_with_a_limit(run_program):
    def main(backend, user_messenger):
        while True:
            pass
    run = run_program(main, max_execution_time=0.5)
    assert run.status == "CANCELLED - RAN TOO LONG"


def test_a_text_in_a_process_of_its_own(run_program):
    text = "def main(backend, user_messenger):\\n    import os\\n    return os.getpid()"
    import os
    assert run_program(text, isolate=True).result != os.getpid()
""",
    )

    bell.run_apart().assert_outcomes(passed=5)


def test_every_fixture_may_be_overridden(bell):
    bell.write(
        conftest="""
import qhil

class Recorder(qhil.UserMessenger):
    pass

@pytest.fixture
def user_messenger():
    return Recorder()
""",
        test_a="""
import qhil

class TestName:
    @pytest.fixture
    def recorded_device(self):
        return "ibm_sherbrooke@2023-12-31"

    def test_it_is_found(self, recorded_backend):
        assert recorded_backend.recording.name == "ibm_sherbrooke"
        assert recorded_backend.snapshot.date.year == 2023

class TestRecording:
    @pytest.fixture
    def recorded_device(self):
        return qhil.load_recording("ibmq_belem")

    def test_it_is_taken(self, recorded_backend):
        assert recorded_backend.recording.name == "ibmq_belem"

class TestStandsOnOurs:
    @pytest.fixture
    def recorded_backend(self, recorded_backend):
        recorded_backend.set_options(shots=33)
        return recorded_backend

    @pytest.mark.device("ibmq_belem", "ibmq_manila")
    def test_both_devices(self, recorded_backend, request):
        from bells import bell
        assert recorded_backend.recording.name in request.node.name
        assert sum(bell(recorded_backend, None).values()) == 33

class TestOwnBackend:
    @pytest.fixture
    def recorded_backend(self, recorded_device):
        return qhil.RecordedBackend(recorded_device, noise="ideal", seed=5)

    def test_programs_run_on_it(self, run_program, user_messenger):
        def main(backend, user_messenger):
            user_messenger.publish(backend.seed)
        run = run_program(main)
        assert run.seed == 5
        assert type(user_messenger).__name__ == "Recorder"
        assert user_messenger.interim == [5]

@pytest.mark.parametrize("recorded_device", ["ibmq_belem", "ibmq_armonk"])
def test_parameters(recorded_device, recorded_backend):
    assert recorded_backend.recording.name == recorded_device

@pytest.mark.parametrize("recorded_device", ["ibmq_belem"], indirect=True)
def test_indirect_parameters(recorded_device, recorded_backend):
    assert recorded_device.name == recorded_backend.recording.name == "ibmq_belem"

@pytest.mark.parametrize("recorded_backend", ["ibmq_belem"], indirect=True)
def test_indirect_parameters_of_the_backend(recorded_backend):
    assert recorded_backend.recording.name == "ibmq_belem"
""",
    )

    bell.run_apart().assert_outcomes(passed=9)


def test_a_suite_whose_warnings_are_errors_has_none_of_ours(bell):
    """Imports included: Qiskit and its clients warn each other of their ends."""
    bell.write(
        ini='filterwarnings = ["error"]',
        test_a="""
@pytest.mark.noise("recorded", "twirled", "scheduled")
def test_counts(recorded_backend):
    # What the transpiler has to say is not ours.
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from qiskit import QuantumCircuit, transpile
        circuit = QuantumCircuit(2)
        circuit.h(0)
        circuit.cx(0, 1)
        circuit.measure_all()
        circuit = transpile(circuit, recorded_backend)
    assert sum(recorded_backend.run(circuit, shots=10).result().get_counts().values()) == 10

def test_program(run_program):
    def main(backend, user_messenger):
        user_messenger.publish(1)
        return {"n": backend.configuration().n_qubits}
    assert run_program(main).result == {"n": 5}
""",
    )

    bell.run_apart().assert_outcomes(passed=4)
