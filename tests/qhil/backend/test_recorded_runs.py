from __future__ import annotations

import warnings
from datetime import datetime, timezone

import pytest
from device_circuits import bell, coins, flip
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.circuit.library import CXGate, XGate
from qiskit.providers import JobStatus
from qiskit.result import Result

from qhil.backend import RecordedBackend, RecordedJob
from qhil.deprecations import ignored_deprecations
from qhil.service_errors import IBMQBackendValueError
from qhil.stack import stack

V1 = stack().backend_version == 1
v2 = pytest.mark.skipif(V1, reason="needs BackendV2")


@pytest.fixture
def backend():
    return RecordedBackend("ibmq_manila", seed=7)


def _counts(backend, circuits=None, **options):
    return backend.run(bell() if circuits is None else circuits, **options).result().get_counts()


def _header(header):
    """An experiment's header as a dict: an object where Qiskit has Qobj."""
    return header if isinstance(header, dict) else header.to_dict()


def test_a_run_gives_a_finished_job(backend):
    circuit = bell()

    job = backend.run(circuit, shots=100, header={"mine": 1}, job_name="name", job_tags=["tag"])

    assert isinstance(job, RecordedJob)
    assert job.status() == JobStatus.DONE
    assert job.backend() is backend
    assert job.properties() is backend.properties()
    assert job.circuits() == [circuit]
    assert job.backend_options()["shots"] == 100
    assert (job.header(), job.name(), job.tags()) == ({"mine": 1}, "name", ["tag"])


def test_a_job_passed_its_states_in_order(backend):
    times = backend.run(bell(), shots=10).time_per_step()

    assert list(times) == ["CREATING", "RUNNING", "COMPLETED"]
    assert list(times.values()) == sorted(times.values())
    assert times["CREATING"].tzinfo is timezone.utc


def test_the_counts_are_those_of_an_entangled_pair_with_noise(backend):
    counts = _counts(backend, shots=4000)

    assert sum(counts.values()) == 4000
    assert set(counts) == {"00", "01", "10", "11"}
    assert 4000 > counts["00"] + counts["11"] > 3000


def test_a_contained_backend_has_the_same_counts(backend):
    contained = RecordedBackend("ibmq_manila", seed=7, contained=True)

    assert _counts(contained, shots=4000) == _counts(backend, shots=4000)


def test_without_noise_only_when_asked_for():
    assert set(_counts(RecordedBackend("ibmq_manila", noise="ideal", seed=7))) == {"00", "11"}


def test_a_result_looks_like_the_services(backend):
    job = backend.run([bell("first"), bell("second")], shots=100, header={"mine": 1})

    result = job.result()

    assert (result.backend_name, result.backend_version) == ("ibmq_manila", "1.0.4")
    assert result.job_id == job.job_id()
    assert (result.success, result.status) == (True, "COMPLETED")
    assert isinstance(result.date, datetime)
    assert result.date.tzinfo is not None
    assert result.time_taken > 0
    assert _header(result.header) == {"mine": 1}
    assert [_header(one.header)["name"] for one in result.results] == ["first", "second"]
    assert [one.shots for one in result.results] == [100, 100]
    assert {one.status for one in result.results} == {"DONE"}
    assert sum(result.get_counts("second").values()) == 100


def test_a_result_tells_what_repeats_it(backend):
    result = backend.run(bell(), shots=100).result()

    told = result.qhil
    assert told["device"] == "ibmq_manila"
    assert told["properties"] == backend.snapshot.date.isoformat()
    assert (told["noise"], told["seed"]) == ("recorded", 7)
    assert _counts(backend, shots=100, seed_simulator=told["seed_simulator"]) == result.get_counts()


def test_a_result_survives_being_written_and_read(backend):
    result = backend.run([bell(), flip()], shots=100, memory=True, header={"mine": 1}).result()

    again = Result.from_dict(result.to_dict())

    assert again.get_counts() == result.get_counts()
    assert again.get_memory(0) == result.get_memory(0)
    assert _header(again.header) == {"mine": 1}


def test_metadata_passes_through(backend):
    circuit = bell()
    circuit.metadata = {"index": 3, "nested": {"angle": 0.5}}

    job = backend.run([flip(), circuit], shots=10)

    header = _header(job.result().results[1].header)
    assert header["metadata"] == {"index": 3, "nested": {"angle": 0.5}}


def test_single_shots_come_when_asked_for_and_agree_with_the_counts(backend):
    result = backend.run(bell(), shots=200, memory=True).result()
    without = backend.run(bell(), shots=200).result()

    shots = result.get_memory()
    assert len(shots) == 200
    assert {word: shots.count(word) for word in set(shots)} == result.get_counts()
    assert not hasattr(without.results[0].data, "memory")


def test_registers_are_told_apart(backend):
    from qiskit import ClassicalRegister, QuantumRegister

    circuit = QuantumCircuit(
        QuantumRegister(2), ClassicalRegister(1, "a"), ClassicalRegister(2, "b")
    )
    circuit.x(0)
    circuit.measure(0, 0)
    circuit.measure(1, 2)

    counts = _counts(backend, circuit, shots=1000)

    assert max(counts, key=counts.get) == "00 1"


def test_a_list_gives_a_result_for_each_circuit_in_order(backend):
    circuits = [bell(), flip(), coins(3)]

    counts = _counts(backend, circuits, shots=50)

    assert [len(next(iter(one))) for one in counts] == [2, 1, 3]


def test_circuits_are_run_under_every_binding(backend):
    angle = Parameter("angle")
    circuit = QuantumCircuit(1, 1)
    circuit.sx(0)
    circuit.rz(angle, 0)
    circuit.sx(0)
    circuit.measure(0, 0)

    counts = _counts(
        backend, circuit, shots=1000, parameter_binds=[{angle: 0.0}, {angle: 3.141592653589793}]
    )

    assert [max(one, key=one.get) for one in counts] == ["1", "0"]


def test_bindings_count_as_circuits(backend):
    angle = Parameter("angle")
    circuit = QuantumCircuit(1, 1)
    circuit.rz(angle, 0)

    with pytest.raises(IBMQBackendValueError, match="901 circuits, but max_experiments is 900"):
        backend.run(circuit, parameter_binds=[{angle: value} for value in range(901)])


def test_running_changes_nothing_of_the_circuits(backend):
    circuit = bell()
    circuit.append(XGate(label="mine"), [0])
    before = circuit.copy()

    backend.run(circuit, shots=10)

    assert circuit == before
    assert circuit.data[-1].operation.label == "mine"


def test_a_run_warns_of_nothing(backend):
    circuit = bell()
    circuit.append(XGate(label="mine"), [0])
    circuit.delay(100, 0)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        backend.run([circuit, circuit], shots=3000).result().get_counts()

    assert [str(warning.message) for warning in caught if "qhil" in warning.filename] == []


def test_a_run_logs_nothing(backend, caplog):
    backend.run([bell(), flip()], shots=3000)

    assert caplog.messages == []


@pytest.mark.parametrize(
    "method", ["statevector", "density_matrix", "matrix_product_state", "automatic"]
)
def test_the_method_may_be_chosen(backend, method):
    counts = _counts(backend, [bell(), bell()], shots=3000, method=method)

    for one in counts:
        assert 3000 > one["00"] + one["11"] > 2200


def test_a_gate_with_a_label_is_as_noisy_as_without():
    plain, labelled = QuantumCircuit(2, 2), QuantumCircuit(2, 2)
    for circuit, labels in ((plain, (None, None)), (labelled, ("mine", "yours"))):
        for _ in range(20):
            circuit.append(XGate(label=labels[0]), [0])
            circuit.append(CXGate(label=labels[1]), [0, 1])
        circuit.measure([0, 1], [0, 1])
    backend = RecordedBackend("ibmq_manila", noise="gates")

    noisy = _counts(backend, labelled, shots=2000, seed_simulator=5)

    assert noisy == _counts(backend, plain, shots=2000, seed_simulator=5)
    assert len(noisy) == 4


def test_a_gate_with_a_label_inside_control_flow_is_as_noisy_as_without():
    plain, labelled = QuantumCircuit(1, 1), QuantumCircuit(1, 1)
    for circuit, label in ((plain, None), (labelled, "mine")):
        with circuit.for_loop(range(100)):
            circuit.append(XGate(label=label), [0])
        circuit.measure(0, 0)
    backend = RecordedBackend("ibm_torino", noise="gates*10")

    noisy = _counts(backend, labelled, shots=2000, seed_simulator=5)

    assert noisy == _counts(backend, plain, shots=2000, seed_simulator=5)
    assert noisy.get("1", 0) > 0


@pytest.mark.skipif(stack().generation == "qiskit2", reason="Qiskit 2 has no c_if")
def test_conditions_act():
    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.measure(0, 0)
    with ignored_deprecations():
        circuit.x(1).c_if(0, 1)
    circuit.measure(1, 1)

    counts = _counts(RecordedBackend("ibm_torino", seed=7), circuit, shots=1000)

    assert max(counts, key=counts.get) == "11"


@pytest.mark.requires("qiskit-terra")
def test_a_qobj_runs_with_the_options_and_the_header_it_carries(backend):
    from qiskit import assemble

    qobj = assemble([bell("mine")], shots=33, memory=True, qobj_header={"mine": 1})

    result = backend.run(qobj).result()

    assert len(result.get_memory("mine")) == 33
    assert result.header.mine == 1


@pytest.mark.requires("qiskit-terra")
def test_what_a_run_is_given_goes_before_what_a_qobj_carries_but_none_does_not(backend):
    from qiskit import assemble

    qobj = assemble([bell()], shots=33)

    assert sum(_counts(backend, qobj, shots=44).values()) == 44
    assert sum(_counts(backend, qobj, shots=None).values()) == 33


@pytest.mark.requires("qiskit-terra")
def test_execute_runs_on_it(backend):
    from qiskit import execute

    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure_all()

    with ignored_deprecations():
        counts = execute(circuit, backend, shots=1000).result().get_counts()

    assert counts["00"] + counts["11"] > 700


@v2
def test_the_sampler_primitive_runs_on_it(backend):
    from qiskit.primitives import BackendSamplerV2

    (result,) = BackendSamplerV2(backend=backend).run([bell()], shots=500).result()

    counts = result.data.c.get_counts()
    assert sum(counts.values()) == 500
    assert counts["00"] + counts["11"] > 400
