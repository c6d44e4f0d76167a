from __future__ import annotations

import functools
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from qiskit.exceptions import QiskitError

import qhil_fixtures
from qhil.errors import RecordingError
from qhil.qiskit_objects import models as qiskit_models
from qhil.qiskit_objects.models import backend_configuration, backend_properties, backend_status
from qhil.recordings import Recording
from qhil.recordings.moments import moment
from qhil.stack import Stack, stack

WITHOUT_RUNTIME = Stack("2.6.2", None, "0.18.2", None, None)

# The stock class of these devices reads no pulse fields, though their files have all of them.
NOT_READ_WITHOUT_PULSES = {"hamiltonian", "rep_times"}
# Read by qiskit-ibm-runtime's models, on Qiskit 1, otherwise than by Qiskit's own, which are ours there.
READ_OTHERWISE = NOT_READ_WITHOUT_PULSES | {"meas_levels", "meas_kernels", "discriminators"}


def _stock_devices():
    """Stock fake devices that have configuration() and properties()."""
    if stack().generation == "terra":
        from qiskit.providers import fake_provider as module

        kinds = [getattr(module, name) for name in dir(module)]
        kinds = [kind for kind in kinds if hasattr(kind, "_get_conf_from_json")]
        # This one replaces the basis that its file has.
        kinds = [kind for kind in kinds if kind.__name__ != "FakeCambridgeAlternativeBasis"]
    elif stack().ibm_runtime is not None:
        from qiskit_ibm_runtime import fake_provider as module

        kinds = [getattr(module, name) for name in dir(module)]
    else:
        pytest.skip("needs qiskit-terra or qiskit-ibm-runtime, which ship fake devices")
    for kind in kinds:
        if getattr(kind, "conf_filename", None):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                device = kind()
            yield device


@dataclass(frozen=True)
class _Stock:
    """What a stock fake device says of itself, and the recording of its files."""

    recording: Recording
    configuration_class: type
    configuration: dict
    properties: dict


@pytest.fixture(scope="module")
def stock():
    dateutil = pytest.importorskip("dateutil.parser", reason="needs stock devices, which need it")
    with pytest.MonkeyPatch.context() as patch:
        # Most of their time goes into reading the same dates again and again.
        patch.setattr(dateutil, "isoparse", functools.lru_cache(dateutil.isoparse))
        return list(_stock())


def _stock():
    for device in _stock_devices():
        folder = Path(device.dirname)
        files = folder / device.conf_filename, folder / device.props_filename
        configuration = device.configuration()
        yield _Stock(
            Recording.from_files(*files),
            type(configuration),
            configuration.to_dict(),
            device.properties().to_dict(),
        )


@pytest.fixture(params=["installed", "stand-in"])
def models(request, monkeypatch):
    """The models of the installed stack, and those for Qiskit 2 without qiskit-ibm-runtime."""
    if request.param == "stand-in":
        monkeypatch.setattr(qiskit_models, "stack", lambda: WITHOUT_RUNTIME)
    return request.param


@pytest.fixture(scope="module")
def bundled():
    folders = map(qhil_fixtures.device_folder, qhil_fixtures.device_names())
    return [Recording.from_files(folder) for folder in folders]


@pytest.fixture
def manila():
    return Recording.from_files(qhil_fixtures.device_folder("ibmq_manila"))


def _edited(edit_configuration=None, edit_properties=None):
    configuration = qhil_fixtures.configuration("ibmq_manila")
    properties = qhil_fixtures.properties("ibmq_manila")[-1]
    if edit_configuration:
        edit_configuration(configuration)
    if edit_properties:
        edit_properties(properties)
    return Recording.from_json(configuration, properties)


def _same(ours, recorded):
    """Whether a value of to_dict() is what the JSON has, up to rounding in conversions to SI and back."""
    if isinstance(ours, datetime):
        return ours == moment(recorded)
    if isinstance(ours, complex):
        return [ours.real, ours.imag] == recorded
    if isinstance(ours, float):
        return ours == pytest.approx(recorded, rel=1e-12)
    if isinstance(ours, (list, tuple)):
        return len(ours) == len(recorded) and all(map(_same, ours, recorded))
    if isinstance(ours, dict):
        return all(_same(ours[key], recorded.get(key)) for key in ours) and not [
            key for key in recorded if key not in ours and recorded[key] is not None
        ]
    return ours == recorded


def _read(method, *arguments):
    """What the models answer, or None where they say that it is not recorded."""
    try:
        return method(*arguments)
    except QiskitError as error:
        if type(error).__name__ != "BackendPropertyError":
            raise
        return None


def _differences(ours, theirs, ignored=()):
    keys = (set(ours) | set(theirs)) - {"backend_name", *ignored}
    return {key for key in keys if ours.get(key, "absent") != theirs.get(key, "absent")}


def test_configurations_equal_the_stock_devices(stock):
    found = {}
    for theirs in stock:
        ours = backend_configuration(theirs.recording.configuration)
        if issubclass(theirs.configuration_class, type(ours)):
            ignored = set()
        else:
            ignored = READ_OTHERWISE if stack().generation == "qiskit1" else NOT_READ_WITHOUT_PULSES
        found[ours.backend_name] = _differences(ours.to_dict(), theirs.configuration, ignored)

    assert len(found) > 30
    assert {name: keys for name, keys in found.items() if keys} == {}


def test_properties_equal_the_stock_devices(stock):
    differ = [
        theirs.recording.name
        for theirs in stock
        if backend_properties(theirs.recording.properties()).to_dict() != theirs.properties
    ]

    assert differ == []


def test_stand_ins_equal_the_models_of_the_runtime_client(stock, monkeypatch):
    if stack().ibm_runtime is None:
        pytest.skip("needs qiskit-ibm-runtime, whose models they stand in for")
    # Up to 0.39 that client converts rep_times into s and not back.
    ignored = {"rep_times"} if stack().generation == "qiskit1" else set()
    monkeypatch.setattr(qiskit_models, "stack", lambda: WITHOUT_RUNTIME)

    found = {}
    for theirs in stock:
        configuration = backend_configuration(theirs.recording.configuration).to_dict()
        properties = backend_properties(theirs.recording.properties()).to_dict()
        found[theirs.recording.name] = _differences(
            configuration, theirs.configuration, ignored
        ) | _differences(properties, theirs.properties)

    assert {name: keys for name, keys in found.items() if keys} == {}


def test_every_bundled_recording_goes_there_and_back(bundled, models):
    for recording in bundled:
        configuration = backend_configuration(recording.configuration).to_dict()
        properties = backend_properties(recording.properties()).to_dict()

        recorded = recording.configuration.json
        recorded.setdefault("dynamic_reprate_enabled", False)
        differ = [key for key in configuration if not _same(configuration[key], recorded.get(key))]
        # Qiskit's own class for devices without pulses converts these to s, and not back.
        assert differ in ([], ["rep_times"] if stack().generation != "qiskit2" else [])
        assert [
            key for key in recorded if key not in configuration and recorded[key] is not None
        ] == []
        assert _same(properties, recording.properties().json)


def test_values_are_those_of_the_recording_in_si_units(bundled, models):
    for recording in bundled:
        facts, snapshot = recording.configuration, recording.properties()
        configuration = backend_configuration(facts)
        properties = backend_properties(snapshot)

        assert configuration.backend_name == properties.backend_name == facts.name
        assert configuration.n_qubits == configuration.num_qubits == facts.n_qubits
        assert configuration.max_shots == facts.max_shots
        assert getattr(configuration, "dt", None) == facts.dt
        assert getattr(configuration, "default_rep_delay", None) == facts.default_rep_delay
        assert properties.last_update_date == snapshot.date
        for index, qubit in enumerate(snapshot.qubits):
            assert _read(properties.t1, index) == qubit.t1
            assert _read(properties.t2, index) == qubit.t2
            assert _read(properties.frequency, index) == qubit.frequency
            assert _read(properties.readout_error, index) == qubit.readout_error
            assert _read(properties.readout_length, index) == qubit.readout_length
            assert properties.is_qubit_operational(index) == qubit.operational
        for gate in snapshot.gates:
            assert _read(properties.gate_error, gate.gate, gate.qubits) == gate.error
            assert _read(properties.gate_length, gate.gate, gate.qubits) == gate.length
            assert properties.is_gate_operational(gate.gate, gate.qubits) == gate.operational


def test_each_object_is_fresh_and_leaves_the_recording_as_it_was(manila, models):
    configuration, properties = manila.configuration, manila.properties()
    before = configuration.json, properties.json

    first = backend_configuration(configuration)
    first.max_shots = 1
    first.coupling_map.clear()
    backend_properties(properties).qubits.clear()

    assert (configuration.json, properties.json) == before
    assert backend_configuration(configuration).max_shots == configuration.max_shots
    assert backend_configuration(configuration).coupling_map
    assert backend_properties(properties).qubits


def test_nothing_warns(manila, models):
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        backend_configuration(manila.configuration)
        backend_properties(manila.properties())
        backend_status("ibmq_manila", "1.1.4")


@pytest.mark.skipif(stack().generation == "qiskit2", reason="Qiskit 2 knows nothing of pulses")
def test_a_device_with_pulse_fields_has_a_pulse_configuration(manila):
    def without_channels(configuration):
        del configuration["u_channel_lo"]

    pulse = backend_configuration(manila.configuration)
    plain = backend_configuration(_edited(without_channels).configuration)

    assert type(pulse).__name__ == "PulseBackendConfiguration"
    assert pulse.u_channel_lo[0][0].scale == complex(1, 0)
    assert pulse.control([0, 1])
    assert type(plain).__name__ == "QasmBackendConfiguration"
    assert plain.n_qubits == 5


def test_dates_are_aware_datetimes(manila, models):
    configuration = backend_configuration(manila.configuration)
    properties = backend_properties(manila.properties())

    assert configuration.online_date == manila.configuration.online_date
    value, date = properties.qubit_property(0, "T1")
    assert value == manila.properties().qubits[0].t1
    assert date.utcoffset() is not None


def test_null_is_as_good_as_absent(models):
    def forget(configuration):
        for name in ("rep_times", "qubit_lo_range", "meas_lo_range", "u_channel_lo", "online_date"):
            configuration[name] = None
        for name in ("dt", "dtm", "rep_delay_range", "default_rep_delay"):
            configuration[name] = None
        del configuration["gates"][0]["parameters"], configuration["gates"][0]["qasm_def"]

    configuration = backend_configuration(_edited(forget).configuration)

    assert configuration.n_qubits == 5
    for name in ("rep_times", "qubit_lo_range", "online_date", "dt", "rep_delay_range"):
        assert not hasattr(configuration, name)


def test_units_that_qiskit_does_not_know_are_respelled(models):
    def respell(properties):
        for value in properties["qubits"][0]:
            if value["name"] == "T1":
                value.update(unit="\u03bcs", value=100.0)
            if value["name"] == "frequency":
                value.update(unit="Hz", value=5e9)

    properties = backend_properties(_edited(None, respell).properties())

    assert properties.t1(0) == 1e-4
    assert properties.frequency(0) == 5e9


def _bad_unit(properties):
    properties["qubits"][0].append(
        {"name": "mood", "date": "2021-03-15T00:00:00Z", "unit": "xyz", "value": 1}
    )


def test_values_that_qiskit_cannot_hold_are_a_recording_error(models):
    with pytest.raises(RecordingError, match="xyz"):
        backend_properties(_edited(None, _bad_unit).properties())


@pytest.mark.parametrize("scale", [1.0, [1.0], "1", None])
def test_a_scale_that_is_no_complex_number_is_a_recording_error(models, scale):
    def edit(configuration):
        configuration["u_channel_lo"][0][0]["scale"] = scale

    with pytest.raises(RecordingError, match="cannot hold this"):
        backend_configuration(_edited(edit).configuration)


def test_the_status_says_that_the_device_works(models):
    status = backend_status("ibmq_manila", "1.1.4")

    assert status.to_dict() == {
        "backend_name": "ibmq_manila",
        "backend_version": "1.1.4",
        "operational": True,
        "pending_jobs": 0,
        "status_msg": "active",
    }


def test_the_status_can_say_otherwise_but_not_a_negative_queue(models):
    status = backend_status("x", "1.0.0", operational=False, pending_jobs=3, status_msg="internal")

    assert (status.operational, status.pending_jobs, status.status_msg) == (False, 3, "internal")
    with pytest.raises(QiskitError):
        backend_status("x", "1.0.0", pending_jobs=-1)


@pytest.mark.skipif(stack().generation == "terra", reason="terra has models of its own")
def test_qiskit_2_takes_the_models_of_the_runtime_client_where_it_is_installed(
    manila, monkeypatch, requires
):
    requires("qiskit-ibm-runtime")
    monkeypatch.setattr(
        qiskit_models, "stack", lambda: Stack("2.6.2", None, "0.18.2", None, "0.51.0")
    )

    kinds = [
        type(backend_configuration(manila.configuration)),
        type(backend_properties(manila.properties())),
        type(backend_status("x", "1.0.0")),
    ]

    assert {kind.__module__.split(".")[0] for kind in kinds} == {"qiskit_ibm_runtime"}
