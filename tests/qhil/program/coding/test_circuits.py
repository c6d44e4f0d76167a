import json

import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Gate, Instruction, Parameter, ParameterVector
from qiskit.circuit.library import CXGate, RXGate
from wire_samples import CIRCUIT, EXPRESSION, INSTRUCTION, PARAMETER, VECTOR

from qhil.program.coding import decode, encode
from qhil.program.coding.client import PROVIDER, client


def ansatz():
    angles = ParameterVector("v", 2)
    circuit = QuantumCircuit(2, 1, name="ansatz", metadata={"a": [1]}, global_phase=0.5)
    circuit.rx(2 * angles[0] + 1, 0)
    circuit.ry(angles[1], 1)
    circuit.append(CXGate(), [0, 1])
    circuit.measure(1, 0)
    return circuit


def test_a_circuit_comes_back_whole():
    circuit = ansatz()

    back = decode(encode([circuit]))[0]

    assert back == circuit
    assert (back.name, back.metadata) == ("ansatz", {"a": [1]})
    assert list(back.parameters) == list(circuit.parameters)


def test_the_same_circuit_is_the_same_text():
    circuit = ansatz()

    assert encode(circuit) == encode(circuit)


@pytest.mark.parametrize("gate", [RXGate(0.25), CXGate(), Gate("mine", 3, [])])
def test_an_instruction_comes_back(gate):
    back = decode(encode({"gate": gate}))["gate"]

    assert isinstance(back, Instruction)
    assert (back.name, back.num_qubits, back.params) == (gate.name, gate.num_qubits, gate.params)


def test_the_same_instruction_is_the_same_text():
    assert encode(RXGate(0.25)) == encode(RXGate(0.25))


def test_a_parameter_is_itself_again():
    a = Parameter("a")
    circuit = QuantumCircuit(1)
    circuit.rx(a, 0)

    back = decode(encode({"circuit": circuit, "parameter": a}))

    assert back["parameter"] == a
    assert set(back["circuit"].parameters) == {a}


@pytest.mark.requires("qiskit-terra")
def test_expressions_are_expressions_again():
    a = Parameter("a")
    expressions = [a + 1, -a / 2, a * a, a.sin() * 0.5 + a.exp(), a.log() - a.arctan()]

    back = decode(encode(expressions))

    assert back == expressions
    assert back[3].bind({a: 0.5}) == expressions[3].bind({a: 0.5})


def test_an_expression_of_the_legacy_client_is_read_on_every_stack():
    expression = decode(EXPRESSION)

    (a,) = expression.parameters
    assert a.name == "a"
    assert float(expression.bind({a: 3})) == 7


def test_elements_of_one_vector_share_it():
    first, second = (next(iter(one.parameters)) for one in decode(VECTOR))

    assert (first.name, second.name) == ("v[0]", "v[1]")
    assert first.vector[1] == second


def test_a_parameter_of_the_runtime_client_is_read_on_every_stack():
    parameter = decode(PARAMETER)

    assert isinstance(parameter, Parameter)
    assert parameter.name == "a"


def test_old_circuits_and_instructions_are_read_on_every_stack():
    coin, gate = decode(f"[{CIRCUIT}, {INSTRUCTION}]")

    assert coin.name == "coin"
    assert coin.count_ops() == {"h": 1, "measure": 1}
    assert gate == RXGate(0.25)


def test_metadata_are_encoded_as_the_client_does():
    circuit = QuantumCircuit(1, metadata={"z": 1j})

    if client() == PROVIDER:
        with pytest.raises(TypeError, match=r'complex is not .* at \$\.metadata\["z"\]$'):
            encode(circuit)
    else:
        assert decode(encode(circuit)).metadata == {"z": json.loads(encode(1j))}
