"""The marker ``noise("faithful")``, on devices with and without ZZ rates."""

from __future__ import annotations

TEST = """
from qiskit import QuantumCircuit

@pytest.mark.device("ibmq_armonk", "ibmq_manila", "ibm_torino")
@pytest.mark.noise("faithful", "faithful+net*0.5")
def test_waiting(recorded_backend):
    circuit = QuantumCircuit(1, 1)
    circuit.sx(0)
    circuit.delay(1000, 0, unit="ns")
    circuit.sx(0)
    circuit.measure(0, 0)
    result = recorded_backend.run(circuit, shots=100).result()
    assert sum(result.get_counts().values()) == 100
    assert result.to_dict()["qhil"]["noise"].startswith("faithful")
"""


def test_the_marker_takes_it_with_and_without_a_factor(suite):
    suite.write(test_a=TEST)

    suite.run_apart().assert_outcomes(passed=6)
