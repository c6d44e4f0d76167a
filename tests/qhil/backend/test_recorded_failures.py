from __future__ import annotations

import pytest
from device_circuits import bell, changed, eighth_turn, flip
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.circuit.library import U1Gate
from qiskit.providers import JobStatus

from qhil.backend import RecordedBackend
from qhil.backend.run_options import DEVICE_OPTIONS, METHODS, OTHER_OPTIONS, RUN_ONLY
from qhil.errors import (
    CalibrationError,
    QhilError,
    SimulationError,
)
from qhil.noise import NOISE_KINDS
from qhil.service_errors import IBMQBackendValueError, IBMQJobFailureError


@pytest.fixture
def backend():
    return RecordedBackend("ibmq_manila", seed=7)


def _counts(backend, circuits=None, **options):
    return backend.run(bell() if circuits is None else circuits, **options).result().get_counts()


def test_a_job_that_aer_fails_raises_when_its_result_is_asked_for():
    job = RecordedBackend("ibmq_manila", noise="ideal").run(eighth_turn(), method="stabilizer")

    assert job.status() == JobStatus.ERROR
    assert "Experiment 0: " in job.error_message()
    assert list(job.time_per_step()) == ["CREATING", "RUNNING", "COMPLETED"]
    with pytest.raises(IBMQJobFailureError, match=f"job {job.job_id()} failed: Experiment 0: "):
        job.result()


def test_a_job_of_which_a_circuit_failed_gives_the_others_when_that_is_asked_for():
    job = RecordedBackend("ibmq_manila", noise="ideal").run(
        [flip(), eighth_turn()], method="stabilizer", shots=20
    )

    assert job.status() == JobStatus.ERROR
    result = job.result(partial=True)
    assert not result.success
    assert result.results[0].data.counts == {"0x1": 20}
    assert not result.results[1].success


def test_what_aer_raises_is_a_simulation_error_and_the_next_run_works(backend, monkeypatch):
    circuit = flip()

    with monkeypatch.context() as patched:
        patched.setattr("qiskit_aer.AerSimulator.run", None)
        with pytest.raises(SimulationError, match="the simulation failed: TypeError: "):
            backend.run(circuit, shots=10)

    assert _counts(backend, circuit, shots=10)


def test_without_strict_a_gate_without_calibration_is_still_an_error():
    circuit = QuantumCircuit(2, 2, name="mine")
    circuit.h(0)
    circuit.swap(0, 1)
    circuit.measure(0, 0)
    backend = RecordedBackend("ibmq_manila", strict=False)

    with pytest.raises(CalibrationError, match=r"h on qubit 0; swap on qubits \[0, 1\]"):
        backend.run(circuit)


def test_without_strict_a_gate_whose_length_is_not_recorded_cannot_be_scheduled():
    circuit = QuantumCircuit(1, name="mine")
    circuit.h(0)
    backend = RecordedBackend("ibmq_manila", strict=False, missing="ideal", noise="scheduled")

    with pytest.raises(
        CalibrationError, match="cannot schedule mine by the recording of ibmq_mani"
    ):
        backend.run(circuit)


def test_without_strict_and_with_ideal_gates_where_none_are_recorded_anything_runs():
    circuit = QuantumCircuit(5, 2)
    circuit.h(0)
    circuit.cx(0, 4)
    circuit.measure([0, 4], [0, 1])
    backend = RecordedBackend("ibmq_manila", strict=False, missing="ideal", noise="gates", seed=7)

    counts = _counts(backend, circuit, shots=10_000)

    assert set(counts) == {"00", "11"}
    assert sum(counts.values()) == 10_000


def test_without_strict_more_circuits_run_than_the_device_takes():
    backend = RecordedBackend("ibmq_armonk", strict=False, noise="ideal")

    assert len(_counts(backend, [flip()] * 76, shots=1)) == 76


def test_a_device_of_the_users_own_runs():
    backend = RecordedBackend(changed("ibmq_manila", backend_name="my_device"), seed=7)

    job = backend.run(bell(), shots=10)

    assert backend.name() == "my_device"
    assert job.result().backend_name == "my_device"


@pytest.mark.parametrize("noise", ["readout", "gates", "scheduled", "twirled", "recorded*0.5"])
def test_every_kind_of_noise_runs(noise):
    backend = RecordedBackend("ibmq_manila", noise=noise, seed=7)
    job = backend.run([bell(), flip()], shots=500)

    bells, flips = job.result().get_counts()
    assert 500 > bells["00"] + bells["11"] > 350  # noisy, whatever the kind
    assert flips["1"] > 350
    assert job.result().qhil["noise"] == noise


# What bad input there is, and how its refusal is to be caught.
BAD = [
    *[(circuits, {}) for circuits in (None, 5, "bell", [], [None], QuantumCircuit, list)],
    *[(bell(), {"timeout": value}) for value in (0, -1, float("nan"), True, "1", 1j, [1])],
    *[(bell(), {"shots": value}) for value in (0, -1, 8193, 10**30, 1.5, float("nan"), True, "1")],
    *[(bell(), {"seed_simulator": value}) for value in (-1, 2**63, 10**30, 1.5, True)],
    *[
        (bell(), {name: object()})
        for name in ("memory", "method", "header", "job_tags", "rep_delay")
    ],
    (bell(), {"parameter_binds": [{"a": 1}]}),
    (bell(), {"noise_model": None}),
    (bell(size=6), {}),
    ([bell()] * 901, {}),
]


def test_after_any_bad_input_the_next_run_works_as_if_nothing_had_been(backend):
    for circuits, options in BAD:
        with pytest.raises(IBMQBackendValueError, match="ibmq_manila: "):
            backend.run(circuits, **options)

    job = backend.run(bell(), shots=100)

    untroubled = RecordedBackend("ibmq_manila", seed=7).run(bell(), shots=100)
    assert job.job_id() == untroubled.job_id()
    assert job.result().get_counts() == untroubled.result().get_counts()


def test_a_refusal_names_circuit_instruction_and_limit(backend):
    circuit = QuantumCircuit(5, name="mine")
    circuit.cx(3, 0)

    with pytest.raises(IBMQBackendValueError) as caught:
        backend.run([bell(), circuit])

    assert (
        "ibmq_manila: circuit 1 ('mine'): instruction 0, cx on qubits [3, 0], is not possible there: "
        "the device has cx on [[2, 3], [3, 2], [3, 4], [4, 3]]" in str(caught.value)
    )


@pytest.mark.parametrize("timeout", [0, -1, True, "1", 1j, float("nan"), [1]])
def test_a_timeout_that_is_no_positive_number_is_refused(backend, timeout):
    message = "timeout must be a positive number of seconds or None, not "

    with pytest.raises(IBMQBackendValueError, match=message):
        backend.run(bell(), timeout=timeout)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=5),
    st.binary(max_size=5),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.sampled_from([object(), QuantumCircuit, len, bell(), flip(), float("inf"), 10**400]),
)
OPTIONS = sorted({*DEVICE_OPTIONS, *OTHER_OPTIONS, *RUN_ONLY})


@given(
    circuits=JUNK | st.lists(JUNK, max_size=3),
    options=st.dictionaries(
        st.sampled_from(OPTIONS) | st.text(min_size=1, max_size=6), JUNK, max_size=2
    ),
)
@settings(max_examples=60)
def test_whatever_it_is_given_it_runs_or_refuses(circuits, options):
    backend = RecordedBackend("ibmq_manila", seed=7)

    for name in ("circuits", "self", "timeout"):
        options.pop(name, None)
    try:
        job = backend.run(circuits, **options)
    except IBMQBackendValueError as error:
        assert "ibmq_manila: " in str(error)  # noqa: PT017  # it may also run
    else:
        assert job.status() in (JobStatus.DONE, JobStatus.ERROR)


ANGLES = st.one_of(
    st.floats(), st.integers(-10, 10), st.sampled_from([0.0, 1.5707963267948966, Parameter("a")])
)


@st.composite
def _circuits(draw):
    """Of gates a device may have or not have, on any qubits."""
    size = draw(st.integers(1, 6))
    circuit = QuantumCircuit(size, draw(st.integers(0, 3)))
    one = st.integers(0, size - 1)
    for _ in range(draw(st.integers(0, 8))):
        name = draw(st.sampled_from(["h", "x", "sx", "id", "reset", "rz", "rx", "u1", "cx", "cz"]))
        if name in ("cx", "cz"):
            if size > 1:
                getattr(circuit, name)(*draw(st.permutations(range(size)))[:2])
            continue
        if name == "u1":
            circuit.append(U1Gate(draw(ANGLES)), [draw(one)])
        elif name in ("rz", "rx"):
            getattr(circuit, name)(draw(ANGLES), draw(one))
        else:
            getattr(circuit, name)(draw(one))
        if draw(st.integers(0, 4)) == 0:
            circuit.delay(draw(st.floats(0, 1e300)), draw(one), unit="us")
        if circuit.num_clbits and draw(st.integers(0, 3)) == 0:
            circuit.measure(draw(one), draw(st.integers(0, circuit.num_clbits - 1)))
    return circuit


@given(
    circuit=_circuits(),
    strict=st.booleans(),
    missing=st.sampled_from(["error", "ideal"]),
    method=st.sampled_from(METHODS),
    noise=st.sampled_from(sorted(NOISE_KINDS)),
)
@settings(max_examples=100)
@pytest.mark.filterwarnings("ignore:Duration is rounded")  # what Qiskit has to say of a delay
def test_whatever_circuit_it_is_given_it_runs_or_says_why_not(
    circuit, strict, missing, method, noise
):
    backend = RecordedBackend("ibmq_manila", seed=7, strict=strict, missing=missing, noise=noise)

    try:
        job = backend.run(circuit, shots=20, method=method)
    except (IBMQBackendValueError, QhilError) as error:
        assert str(error)  # noqa: PT017  # it may also run
    else:
        assert job.status() in (JobStatus.DONE, JobStatus.ERROR)
        assert (job.status() == JobStatus.ERROR) is bool(job.error_message())
