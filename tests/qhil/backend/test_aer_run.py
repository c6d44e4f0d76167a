from __future__ import annotations

import types

import pytest
from device_circuits import bell, coins
from qiskit import QuantumCircuit

from qhil.backend import aer_run
from qhil.backend.aer_run import Plan, expects_density_matrix
from qhil.errors import SimulationError
from qhil.noise import DeviceNoise, NoiseKind, footprint, union
from qhil.recordings import load_recording
from qhil.simulation.aer import simulate
from qhil.simulation.errors import SimulationTimeout
from qhil.stack import stack


class Noise:
    """Notes which models it is asked for."""

    def __init__(self, *, brief=False):
        self._brief = brief
        self.asked = []

    def may_be_brief(self):
        return self._brief

    def model(self, touched, *, brief):
        self.asked.append((touched, brief))
        return f"model {len(self.asked)}"


class Simulator:
    """Answers each request with a result for every circuit, by one method after the other."""

    def __init__(self, *methods):
        self._methods = list(methods)
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        method = self._methods.pop(0) if self._methods else None
        metadata = {"method": method} if method else None
        return types.SimpleNamespace(
            status="COMPLETED",
            results=[
                types.SimpleNamespace(name=circuit.name, metadata=metadata)
                for circuit in request.circuits
            ],
        )


def _plan(*circuits, untouched=False, **options):
    return Plan(
        circuits,
        [footprint(circuit) for circuit in circuits],
        {"shots": 1000, "seed_simulator": 5, **options},
        untouched_seed=untouched,
    )


def _names(circuits):
    return [circuit.name for circuit in circuits]


def test_a_run_is_one_request_with_the_model_of_all_its_circuits():
    noise, simulator = Noise(), Simulator()
    plan = _plan(bell("a"), coins(name="b"))

    found = aer_run.run(plan, noise, simulator)

    (request,) = simulator.requests
    assert _names(request.circuits) == ["a", "b"]
    assert request.options == plan.options
    assert request.noise_model == "model 1"
    assert noise.asked == [(union(plan.footprints), False)]
    assert _names(found) == ["a", "b"]


def test_circuits_stand_so_far_apart_that_their_shots_do_not_overlap():
    simulator = Simulator()

    found = aer_run.run(_plan(bell("a"), bell("b"), shots=5000), Noise(), simulator)

    (request,) = simulator.requests
    assert [circuit.num_clbits > 0 for circuit in request.circuits] == [True, False, False, True]
    assert _names(found) == ["a", "b"]


def test_circuits_stand_side_by_side_under_a_seed_that_goes_to_aer_untouched():
    simulator = Simulator()

    aer_run.run(_plan(bell("a"), bell("b"), shots=5000, untouched=True), Noise(), simulator)

    assert _names(simulator.requests[0].circuits) == ["a", "b"]


def test_one_circuit_needs_no_filler():
    simulator = Simulator()

    aer_run.run(_plan(bell("a"), shots=5000), Noise(), simulator)

    assert _names(simulator.requests[0].circuits) == ["a"]


@pytest.mark.parametrize("method", ["density_matrix", None])
def test_errors_are_brief_where_a_density_matrix_is_expected(method):
    noise, simulator = Noise(brief=True), Simulator(method)

    aer_run.run(_plan(bell()), noise, simulator)

    assert [brief for _, brief in noise.asked] == [True]
    assert len(simulator.requests) == 1


def test_errors_are_in_full_where_aer_chose_another_method_than_expected():
    noise, simulator = Noise(brief=True), Simulator("statevector")

    found = aer_run.run(_plan(bell("a")), noise, simulator)

    assert [brief for _, brief in noise.asked] == [True, False]
    assert [request.noise_model for request in simulator.requests] == ["model 1", "model 2"]
    assert _names(found) == ["a"]


def test_errors_are_in_full_where_another_method_is_expected_of_any_circuit():
    noise = Noise(brief=True)
    reused = bell()
    reused.x(0)

    aer_run.run(_plan(bell(), reused), noise, Simulator())

    assert [brief for _, brief in noise.asked] == [False]


def _touched(gates=5, measured=True, then=None):
    circuit = QuantumCircuit(40, 40)
    for qubit in range(gates):
        circuit.x(qubit)
    if measured:
        circuit.measure(range(5), range(5))
    if then:
        getattr(circuit, then)(0)
    return footprint(circuit)


@pytest.mark.parametrize(
    ("touched", "options", "expected"),
    [
        (_touched(), {"shots": 33}, True),
        (_touched(), {"shots": 32}, False),
        (_touched(), {"shots": 1, "method": "density_matrix"}, True),
        (_touched(), {"shots": 33, "method": "statevector"}, False),
        (_touched(then="x"), {"shots": 33}, False),
        (_touched(measured=False, then="reset"), {"shots": 33}, False),
        (_touched(gates=0), {"shots": 33}, False),
        (_touched(gates=29), {"shots": 2**40}, True),
        (_touched(gates=30), {"shots": 2**40}, False),
    ],
)
def test_a_density_matrix_is_expected_as_aer_chooses_it(touched, options, expected):
    assert expects_density_matrix(options, touched) is expected


@pytest.mark.parametrize("shots", [33, 32])
def test_aer_chooses_as_expected(shots):
    recording = load_recording("ibmq_manila")
    noise = DeviceNoise(
        recording.configuration,
        recording.properties(),
        NoiseKind.parse("recorded"),
        from_target=stack().noise_from_target("ibmq_manila"),
    )
    plan = _plan(coins(5), shots=shots)

    (found,) = aer_run.run(plan, noise, simulate)

    expected = "density_matrix" if shots == 33 else "statevector"
    assert found.metadata["method"] == expected
    assert expects_density_matrix(plan.options, plan.footprints[0]) is (shots == 33)


def test_a_result_that_lacks_circuits_is_an_error_with_what_aer_said():
    def simulator(request):
        return types.SimpleNamespace(status="ERROR: all lost", results=[])

    with pytest.raises(SimulationError, match="Aer gave no results: ERROR: all lost"):
        aer_run.run(_plan(bell()), Noise(), simulator)


def test_what_aer_raises_is_a_simulation_error():
    def simulator(request):
        raise ZeroDivisionError("somewhere inside")

    failing = pytest.raises(
        SimulationError, match="the simulation failed: ZeroDivisionError: somewhere inside"
    )
    with failing as caught:
        aer_run.run(_plan(bell()), Noise(), simulator)

    assert isinstance(caught.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("error", [SimulationTimeout("late"), KeyboardInterrupt()])
def test_errors_that_are_clear_already_are_left_alone(error):
    def simulator(request):
        raise error

    with pytest.raises(type(error)) as caught:
        aer_run.run(_plan(bell()), Noise(), simulator)

    assert caught.value is error
