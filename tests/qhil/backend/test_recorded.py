from __future__ import annotations

import types
from datetime import timedelta

import pytest
from device_circuits import bell, eighth_turn

import qhil
from qhil.backend import ProgramBackend, RecordedBackend
from qhil.errors import (
    FaultError,
    MissingDateError,
    NoiseKindError,
    UnknownDeviceError,
)
from qhil.recordings import load_recording
from qhil.service_errors import IBMQBackendValueError
from qhil.stack import stack

V1 = stack().backend_version == 1
v1 = pytest.mark.skipif(not V1, reason="needs BackendV1")
v2 = pytest.mark.skipif(V1, reason="needs BackendV2")


@pytest.fixture
def backend():
    return RecordedBackend("ibmq_manila", seed=7)


def _counts(backend, circuits=None, **options):
    return backend.run(bell() if circuits is None else circuits, **options).result().get_counts()


def test_it_is_a_program_backend_of_the_stack(backend):
    from qiskit.providers import backend as interfaces

    assert isinstance(backend, ProgramBackend)
    assert isinstance(backend, interfaces.BackendV1 if V1 else interfaces.BackendV2)
    assert backend.version == stack().backend_version
    assert qhil.RecordedBackend is RecordedBackend


@pytest.mark.requires("qiskit-ibmq-provider")
def test_with_the_provider_it_is_the_providers_program_backend_and_raises_the_providers_errors(
    backend,
):
    from qiskit.providers.ibmq import IBMQBackendValueError as OfTheProvider
    from qiskit.providers.ibmq.job import IBMQJobFailureError as JobErrorOfTheProvider
    from qiskit.providers.ibmq.runtime import ProgramBackend as BackendOfTheProvider

    assert isinstance(backend, BackendOfTheProvider)
    with pytest.raises(OfTheProvider):
        backend.run([])
    with pytest.raises(JobErrorOfTheProvider):
        RecordedBackend("ibmq_manila", noise="ideal").run(
            eighth_turn(), method="stabilizer"
        ).result()


def test_its_name_may_be_called_on_every_stack(backend):
    assert backend.name() == "ibmq_manila"
    assert str(backend.name()) == "ibmq_manila"


@v2
def test_its_name_is_also_a_text_on_backend_v2(backend):
    assert backend.name == "ibmq_manila"
    assert f"{backend.name}" == "ibmq_manila"


@v1
def test_its_text_names_the_device_on_backend_v1(backend):
    assert str(backend) == "ibmq_manila"
    assert repr(backend) == "<RecordedBackend('ibmq_manila')>"


def test_it_shows_the_recorded_configuration(backend):
    configuration = backend.configuration()

    assert configuration.backend_name == "ibmq_manila"
    assert configuration.n_qubits == 5
    assert configuration.basis_gates == ["id", "rz", "sx", "x", "cx", "reset"]
    assert configuration.max_shots == 8192
    assert backend.configuration() is configuration


def test_it_shows_the_recorded_properties(backend):
    properties = backend.properties()

    recorded = backend.recording.properties()
    assert properties.t1(0) == recorded.qubits[0].t1
    assert properties.gate_error("cx", [0, 1]) == recorded.gate("cx", (0, 1)).error
    assert properties.last_update_date == recorded.date
    assert backend.properties(refresh=True) is properties


def test_it_shows_the_properties_of_another_date():
    backend = RecordedBackend("ibm_sherbrooke")
    first, last = (snapshot.date for snapshot in backend.recording.history)

    assert backend.properties().last_update_date == last
    assert backend.properties(datetime=last - timedelta(days=1)).last_update_date == first
    assert backend.properties(datetime=last).last_update_date == last
    with pytest.raises(MissingDateError, match=f"{first.year}"):
        backend.properties(datetime=first - timedelta(days=1))


def test_it_may_stand_at_another_date():
    first, last = (one.date for one in load_recording("ibm_sherbrooke").history)

    backend = RecordedBackend("ibm_sherbrooke", at=last - timedelta(days=1))

    assert backend.properties().last_update_date == first
    assert backend.snapshot.date == first
    assert backend.properties(datetime=last).last_update_date == last


def test_it_shows_a_status_that_takes_jobs(backend):
    status = backend.status()

    assert (status.backend_name, status.backend_version) == ("ibmq_manila", "1.0.4")
    assert status.operational
    assert status.pending_jobs == 0


def test_it_has_the_provider_it_is_given(backend):
    provider = types.SimpleNamespace()

    assert RecordedBackend("ibmq_manila", provider=provider).provider() is provider
    assert backend.provider() is None


def test_it_takes_as_many_circuits_as_the_device(backend):
    assert backend.max_circuits == 900


@v1
def test_a_backend_v1_has_no_target(backend):
    with pytest.raises(AttributeError, match="BackendV1 has none"):
        _ = backend.target
    assert not hasattr(backend, "target")


@v2
def test_a_backend_v2_shows_the_device_as_a_target(backend):
    recorded = backend.recording.properties()

    target = backend.target

    assert target.num_qubits == backend.num_qubits == 5
    assert set(backend.operation_names) >= {"id", "rz", "sx", "x", "cx", "measure"}
    assert target["cx"][(0, 1)].error == recorded.gate("cx", (0, 1)).error
    assert backend.dt == backend.recording.configuration.dt
    assert set(backend.coupling_map.get_edges()) == set(
        backend.recording.configuration.coupling_map
    )
    assert backend.target is target


@v2
def test_a_backend_v2_tells_of_itself(backend):
    configuration = backend.recording.configuration

    assert backend.backend_version == "1.0.4"
    assert backend.description == configuration.description
    assert backend.online_date == configuration.online_date


def test_its_options_have_the_services_defaults(backend):
    assert backend.options.shots == 4000
    assert backend.options.memory is False
    assert backend.options.meas_level == 2
    assert backend.options.init_qubits is True
    assert backend.options.seed_simulator is None


def test_options_that_are_set_hold_for_later_runs_of_this_backend(backend):
    backend.set_options(shots=50, memory=True)

    result = backend.run(bell()).result()

    assert len(result.get_memory()) == 50
    assert RecordedBackend("ibmq_manila").options.shots == 4000
    assert sum(_counts(backend, shots=60).values()) == 60


def test_options_may_be_set_when_it_is_made():
    backend = RecordedBackend("ibmq_manila", seed=7, shots=50)

    assert backend.options.shots == 50
    assert sum(_counts(backend).values()) == 50


def test_an_option_that_there_is_none_of_is_an_attribute_error(backend):
    with pytest.raises(AttributeError, match="shotz"):
        backend.set_options(shotz=5)
    with pytest.raises(AttributeError, match="shotz"):
        RecordedBackend("ibmq_manila", shotz=5)


def test_an_option_set_to_what_the_device_does_not_take_is_refused_by_the_run(backend):
    backend.set_options(shots=-5)

    with pytest.raises(IBMQBackendValueError, match="shots must be at least 1, not -5"):
        backend.run(bell())


def test_it_takes_a_recording_or_the_name_of_one():
    recording = load_recording("ibmq_belem")

    assert RecordedBackend(recording).recording is recording
    assert RecordedBackend("ibmq_belem").recording == recording


def test_a_misspelt_device_is_an_error_with_the_nearest():
    with pytest.raises(UnknownDeviceError, match="ibmq_manila"):
        RecordedBackend("ibmq_manilla")


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"recording": 5}, TypeError, "a Recording or a device's name, not int"),
        ({"executor": 5}, TypeError, "executor must be .* not int"),
        ({"missing": "x"}, ValueError, "missing must be 'error' or 'ideal', not 'x'"),
        ({"seed": -1}, ValueError, "seed must be a non-negative integer or None, not -1"),
        ({"noise": "recoded"}, NoiseKindError, "nearest: recorded"),
        ({"at": "2001-01-01"}, MissingDateError, "2021-07-26"),
        ({"faults": object()}, FaultError, "faults must be a FaultPlan or its text, not object"),
    ],
)
def test_what_it_cannot_be_made_of_is_an_error(fields, error, message):
    with pytest.raises(error, match=message):
        RecordedBackend(**{"recording": "ibmq_manila", **fields})
