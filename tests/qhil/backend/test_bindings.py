from __future__ import annotations

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter, ParameterVector

from qhil.backend.bindings import bind
from qhil.service_errors import IBMQBackendValueError

A, B = Parameter("a"), Parameter("b")


def _circuit(*parameters, name="mine"):
    circuit = QuantumCircuit(1, name=name)
    for parameter in parameters:
        circuit.rz(parameter, 0)
    return circuit


def _angles(circuit):
    return [float(item.operation.params[0]) for item in circuit.data]


def test_without_bindings_circuits_stay_as_they_are():
    circuits = [_circuit(A), _circuit(0.5)]

    assert bind("device", circuits, []) == circuits
    assert bind("device", circuits, None) == circuits


def test_all_bindings_of_a_circuit_come_before_the_next_circuit():
    bound = bind("device", [_circuit(A), _circuit(A, A)], [{A: 0.1}, {A: 0.2}])

    assert [_angles(circuit) for circuit in bound] == [[0.1], [0.2], [0.1, 0.1], [0.2, 0.2]]


@pytest.mark.requires("qiskit-terra")
def test_the_order_is_that_of_assemble():
    from qiskit import assemble
    from qiskit.assembler import disassemble

    circuits, binds = [_circuit(A), _circuit(A, A)], [{A: 0.1}, {A: 0.2}]

    assembled, _, _ = disassemble(assemble(circuits, parameter_binds=binds))

    bound = bind("device", circuits, binds)
    assert [_angles(circuit) for circuit in bound] == [_angles(one) for one in assembled]


def test_the_circuits_given_are_not_changed():
    circuit = _circuit(A)

    bind("device", [circuit], [{A: 1}])

    assert set(circuit.parameters) == {A}


def test_values_may_be_of_any_real_type():
    bound = bind("device", [_circuit(A)], [{A: 1}, {A: np.float32(0.5)}, {A: np.int64(2)}])

    assert [_angles(circuit) for circuit in bound] == [[1.0], [0.5], [2.0]]


def test_a_name_stands_for_its_parameter():
    (bound,) = bind("device", [_circuit(A, B)], [{"a": 0.1, B: 0.2}])

    assert _angles(bound) == [0.1, 0.2]


@pytest.mark.parametrize("values", [[0.1, 0.2], (0.1, 0.2), np.array([0.1, 0.2])])
def test_a_vector_takes_a_value_for_each_element(values):
    vector = ParameterVector("v", 2)

    (bound,) = bind("device", [_circuit(*vector)], [{vector: values}])

    assert _angles(bound) == [0.1, 0.2]


@pytest.mark.parametrize(("values", "found"), [([1], 1), ([1, 2, 3], 3), (0.5, 1)])
def test_a_vector_of_another_length_is_refused(values, found):
    vector = ParameterVector("v", 2)

    with pytest.raises(IBMQBackendValueError, match=f"v has 2 elements, not {found}"):
        bind("device", [_circuit(*vector)], [{vector: values}])


@pytest.mark.parametrize(
    "binding", [{A: 1}, {A: 1, B: 2, Parameter("c"): 3}, {}, {A: 1, Parameter("b"): 2}, {5: 1}]
)
def test_bindings_that_do_not_fit_are_refused_with_both_sides_and_the_circuit(binding):
    with pytest.raises(IBMQBackendValueError) as caught:
        bind("device", [_circuit(), _circuit(A, B, name="second")][1:], [binding])

    given = sorted(map(str, binding))
    assert (
        f"circuit 0 ('second') has parameters ['a', 'b'], but parameter_binds gives {given}"
        in str(caught.value)
    )


@pytest.mark.parametrize("value", ["1", None, 1j, True, [1], B])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(IBMQBackendValueError, match="the value of a must be a number, not "):
        bind("device", [_circuit(A)], [{A: value}])


def test_an_expression_that_has_no_value_there_is_refused():
    with pytest.raises(IBMQBackendValueError, match=r"'mine'.* cannot take the parameter_binds: "):
        bind("device", [_circuit(1 / A)], [{A: 0}])
