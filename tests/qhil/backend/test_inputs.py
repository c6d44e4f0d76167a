from __future__ import annotations

import warnings

import numpy as np
import pytest
from device_circuits import bell, flip
from qiskit import QuantumCircuit
from qiskit.circuit.library import CXGate, XGate

from qhil.backend.inputs import as_circuits, unlabelled
from qhil.deprecations import ignored_deprecations
from qhil.service_errors import IBMQBackendValueError
from qhil.stack import stack

terra = pytest.mark.requires("qiskit-terra")
pulses = pytest.mark.skipif(stack().generation == "qiskit2", reason="Qiskit 2 has no pulses")


def _refused(given):
    with pytest.raises(IBMQBackendValueError) as caught:
        as_circuits("ibmq_manila", given)
    return str(caught.value)


def _qobj(*circuits, **options):
    from qiskit import assemble

    return assemble(list(circuits), **options)


def _labels(circuit):
    return [item.operation.label for item in circuit.data]


def test_one_circuit_is_a_list_of_one():
    circuit = bell()

    assert as_circuits("ibmq_manila", circuit) == ([circuit], {})


@pytest.mark.parametrize("form", [list, tuple, iter])
def test_circuits_come_in_any_iterable(form):
    circuits = [bell(), flip()]

    assert as_circuits("ibmq_manila", form(circuits)) == (circuits, {})


@pytest.mark.parametrize(
    ("junk", "kind"),
    [
        (None, "NoneType"),
        (5, "int"),
        ("bell", "str"),
        (b"bell", "bytes"),
        ({"circuit": 1}, "dict"),
        (QuantumCircuit, "type"),
        (list, "type"),
        (np.array(3), "ndarray"),
    ],
)
def test_what_holds_no_circuits_is_refused_by_its_type(junk, kind):
    assert f"ibmq_manila: run takes circuits, not {kind}" in _refused(junk)


@pytest.mark.parametrize(
    ("junk", "kind"), [(None, "NoneType"), ("bell", "str"), ([bell()], "list")]
)
def test_an_item_that_is_no_circuit_is_refused_by_its_place(junk, kind):
    assert f"but item 1 of the list is {kind}" in _refused([bell(), junk])


def test_an_error_of_the_users_own_iterator_is_left_alone():
    def circuits():
        yield bell()
        raise TypeError("mine")

    with pytest.raises(TypeError, match="mine"):
        as_circuits("ibmq_manila", circuits())


@pulses
@pytest.mark.parametrize("kind", ["Schedule", "ScheduleBlock"])
def test_pulse_schedules_are_refused_as_not_simulated_yet(kind):
    with ignored_deprecations():
        from qiskit import pulse

        schedule = getattr(pulse, kind)(name="mine")

    for given in (schedule, [bell(), schedule]):
        assert f"{kind}: pulse schedules are not simulated yet" in _refused(given)


@terra
def test_a_pulse_qobj_is_refused_as_not_simulated_yet():
    from qiskit.qobj import PulseQobj, PulseQobjConfig, QobjHeader

    config = PulseQobjConfig([], 2, "avg", [], [], 0)

    qobj = PulseQobj("mine", config, [], QobjHeader())

    assert "PulseQobj: pulse schedules are not simulated yet" in _refused(qobj)


@terra
def test_a_qobj_is_read_back_as_circuits_with_names_and_metadata():
    circuit = bell("mine")
    circuit.metadata = {"index": 3}

    circuits, _ = as_circuits("ibmq_manila", _qobj(circuit, flip()))

    assert [one.name for one in circuits] == ["mine", "flip"]
    assert circuits[0].metadata == {"index": 3}
    assert circuits[0].count_ops() == circuit.count_ops()


@terra
def test_a_qobj_carries_run_options_and_a_header():
    qobj = _qobj(
        bell(), shots=33, memory=True, seed_simulator=5, qobj_header={"mine": 1}, rep_delay=None
    )

    _, options = as_circuits("ibmq_manila", qobj)

    assert options["shots"] == 33
    assert options["memory"] is True
    assert options["seed_simulator"] == 5
    assert options["header"]["mine"] == 1
    assert set(options) <= {
        *("shots", "memory", "seed_simulator", "meas_level", "meas_return", "init_qubits"),
        "header",
    }


@terra
def test_a_qobj_that_is_assembled_for_a_device_runs_on_it():
    """The assembler writes the device's own delay between shots into it, in microseconds."""
    from qhil.backend import RecordedBackend

    backend = RecordedBackend("ibm_perth", seed=7)
    qobj = _qobj(bell(), backend=backend, shots=10)

    _, options = as_circuits("ibm_perth", qobj)
    assert options["rep_delay"] == pytest.approx(250e-6)
    assert sum(backend.run(qobj).result().get_counts().values()) == 10


@terra
def test_a_qobj_without_header_carries_none():
    from qiskit.qobj import QobjHeader

    qobj = _qobj(bell())
    qobj.header = QobjHeader()

    _, options = as_circuits("ibmq_manila", qobj)

    assert "header" not in options


@terra
def test_conditions_in_a_qobj_are_kept():
    circuit = QuantumCircuit(2, 1)
    circuit.measure(0, 0)
    circuit.x(1).c_if(0, 1)

    (read,), _ = as_circuits("ibmq_manila", _qobj(circuit))

    conditions = [item.operation.condition for item in read.data]
    assert conditions[0] is None
    assert conditions[-1] is not None


@terra
def test_a_qobj_that_cannot_be_read_back_is_refused(monkeypatch):
    monkeypatch.setattr("qiskit.assembler.disassemble", lambda qobj: ([], {}, {}))

    assert "experiments cannot be read back as circuits" in _refused(_qobj(bell()))


@terra
def test_reading_a_qobj_warns_of_nothing():
    qobj = _qobj(bell())

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        as_circuits("ibmq_manila", qobj)


def test_labels_are_taken_off_a_copy():
    circuit = QuantumCircuit(2, 1, name="mine", metadata={"a": 1})
    circuit.append(XGate(label="a"), [0])
    circuit.append(CXGate(label="b"), [1, 0])
    circuit.x(1)
    circuit.measure(0, 0)

    plain = unlabelled(circuit)

    assert _labels(plain) == [None] * 4
    assert _labels(circuit) == ["a", "b", None, None]
    assert (plain.name, plain.metadata) == ("mine", {"a": 1})
    assert [item.operation.name for item in plain.data] == ["x", "cx", "x", "measure"]
    assert [[circuit.find_bit(bit).index for bit in item.qubits] for item in plain.data] == [
        *([0], [1, 0], [1], [0])
    ]


def test_labels_inside_control_flow_are_taken_off():
    circuit = QuantumCircuit(2, 1)
    circuit.measure(0, 0)
    with circuit.for_loop(range(2)), circuit.if_test((circuit.clbits[0], 1)):
        circuit.append(XGate(label="a"), [1])

    plain = unlabelled(circuit)

    (loop,) = plain.data[1].operation.blocks
    (branch,) = loop.data[0].operation.blocks
    assert _labels(branch) == [None]
    assert plain.data[1].operation.name == "for_loop"


@pytest.mark.skipif(stack().generation == "qiskit2", reason="Qiskit 2 has no c_if")
def test_a_condition_stays_when_the_label_goes():
    circuit = QuantumCircuit(1, 1)
    with ignored_deprecations():
        circuit.append(XGate(label="a"), [0]).c_if(0, 1)

        plain = unlabelled(circuit)
        condition = plain.data[0].operation.condition

    assert _labels(plain) == [None]
    assert condition == (circuit.clbits[0], 1)
