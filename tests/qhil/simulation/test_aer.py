from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest

from qhil.errors import SimulationError
from qhil.simulation.aer import SimulationRequest, prepare, simulate
from qhil.simulation.errors import (
    RemoteTraceback,
    SimulationCrash,
    SimulationMemoryError,
    SimulationOptionError,
    SimulationTimeout,
)

prepare()

from qiskit import QuantumCircuit  # noqa: E402
from qiskit.circuit import Delay  # noqa: E402
from qiskit_aer import AerSimulator  # noqa: E402
from qiskit_aer.noise import (  # noqa: E402
    NoiseModel,
    ReadoutError,
    RelaxationNoisePass,
    depolarizing_error,
)

SEEDED = {"shots": 500, "seed_simulator": 11}


def _ghz(size=3):
    circuit = QuantumCircuit(size)
    circuit.sx(0)
    for qubit in range(size - 1):
        circuit.cx(qubit, qubit + 1)
    circuit.measure_all()
    return circuit


def _noise():
    model = NoiseModel(["rz", "sx", "x", "cx", "id"])
    model.add_all_qubit_quantum_error(depolarizing_error(0.02, 1), ["sx", "x"])
    model.add_all_qubit_quantum_error(depolarizing_error(0.05, 2), ["cx"])
    model.add_all_qubit_readout_error(ReadoutError([[0.98, 0.02], [0.05, 0.95]]))
    return model


def _stock(circuits, noise, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return AerSimulator(noise_model=noise).run(circuits, **options).result()


def test_gives_the_counts_that_aer_gives():
    circuit, noise = _ghz(), _noise()

    ours = simulate(SimulationRequest((circuit,), noise, SEEDED))

    assert ours.success
    assert ours.get_counts() == _stock(circuit, noise, **SEEDED).get_counts()


def test_without_a_noise_model_nothing_is_noisy():
    counts = simulate(SimulationRequest((_ghz(),), None, SEEDED)).get_counts()

    assert set(counts) == {"000", "111"}


def test_a_batch_gives_the_counts_of_one_aer_call_in_order():
    circuits, noise = [_ghz(size) for size in (2, 5, 3)], _noise()

    ours = simulate(SimulationRequest(tuple(circuits), noise, SEEDED))

    stock = _stock(circuits, noise, **SEEDED)
    assert ours.get_counts() == stock.get_counts()
    assert [set(map(len, counts)) for counts in ours.get_counts()] == [{2}, {5}, {3}]


def test_options_that_are_none_are_left_to_aer():
    request = SimulationRequest((_ghz(),), None, {**SEEDED, "method": None, "memory": None})

    assert simulate(request).get_counts() == _stock(_ghz(), None, **SEEDED).get_counts()


def test_the_method_and_single_shots_are_options():
    request = SimulationRequest((_ghz(),), None, {**SEEDED, "method": "stabilizer", "memory": True})

    result = simulate(request)

    assert result.results[0].metadata["method"] == "stabilizer"
    assert len(result.get_memory()) == 500


def test_an_option_that_aer_would_ignore_is_an_error_that_names_the_nearest():
    with pytest.raises(SimulationOptionError, match=r"no option 'seed_simulater'.*seed_simulator"):
        simulate(SimulationRequest((_ghz(),), None, {"seed_simulater": 1}))

    with pytest.raises(SimulationOptionError, match="shots"):
        simulate(SimulationRequest((_ghz(),), None, {"zzz": 1}))


def test_what_aer_refuses_is_a_result_without_success():
    circuit = QuantumCircuit(1)
    circuit.t(0)
    circuit.measure_all()

    result = simulate(SimulationRequest((circuit,), None, {"method": "stabilizer"}))

    assert not result.success


def test_the_noise_model_is_neither_copied_nor_written_out_anew():
    """A subclass may keep what Aer asks it for at every run."""

    class Counting(NoiseModel):
        asked = 0

        def to_dict(self, *args, **kwargs):
            type(self).asked += 1
            return super().to_dict(*args, **kwargs)

    model = Counting(["sx", "cx"])
    model.add_all_qubit_quantum_error(depolarizing_error(0.05, 2), ["cx"])
    Counting.asked = 0

    _stock(_ghz(), model, **SEEDED)
    plain, Counting.asked = Counting.asked, 0
    simulate(SimulationRequest((_ghz(),), model, SEEDED))

    assert Counting.asked == plain


def test_relaxation_on_delays_happens_and_warns_of_nothing():
    noise = NoiseModel(["x", "delay"])
    relaxation = RelaxationNoisePass([1e-6], [1e-6], dt=1e-9, op_types=Delay)
    noise._custom_noise_passes.append(relaxation)
    circuit = QuantumCircuit(1, 1)
    circuit.x(0)
    circuit.delay(1_000_000, 0, "dt")
    circuit.measure(0, 0)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        counts = simulate(SimulationRequest((circuit,), noise, SEEDED)).get_counts()

    assert counts == {"0": 500}


def test_conditionals_and_control_flow_warn_of_nothing():
    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.measure(0, 0)
    with circuit.if_test((0, 1)):
        circuit.x(1)
    circuit.measure(1, 1)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        counts = simulate(SimulationRequest((circuit,), _noise(), SEEDED)).get_counts()

    assert max(counts, key=counts.get) == "11"


def test_threads_that_simulate_at_once_get_their_own_counts():
    noise = _noise()
    requests = [
        SimulationRequest((_ghz(),), noise, {"shots": 200, "seed_simulator": seed})
        for seed in range(8)
    ]
    alone = [simulate(request).get_counts() for request in requests]

    with ThreadPoolExecutor(4) as pool:
        together = [result.get_counts() for result in pool.map(simulate, requests)]

    assert together == alone


def test_a_request_survives_pickling():
    request = SimulationRequest((_ghz(), _ghz(4)), _noise(), SEEDED)

    again = pickle.loads(pickle.dumps(request))

    assert simulate(again).get_counts() == simulate(request).get_counts()


@pytest.mark.parametrize(
    "error",
    [
        SimulationTimeout("late", seconds=2.5),
        SimulationCrash("dead", exit_code=-6, signal="SIGABRT", stderr="oh", started=False),
        SimulationMemoryError("full", limit=5),
        SimulationOptionError("what"),
        RemoteTraceback("there"),
    ],
)
def test_errors_survive_pickling(error):
    again = pickle.loads(pickle.dumps(error))

    assert isinstance(again, SimulationError)
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_a_traceback_from_elsewhere_says_where_it_was():
    assert "in the process of the simulation:\nTraceback" in str(RemoteTraceback("Traceback"))


def test_the_modules_can_be_imported_without_qiskit():
    program = (
        "import sys, qhil.simulation.aer, qhil.simulation.worker;"
        "sys.exit(any(name.partition('.')[0] in ('qiskit', 'qiskit_aer') for name in sys.modules))"
    )

    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # several threads: so have we
def test_a_forked_process_can_simulate():
    """Aer up to 0.16 waits in one for a thread that exists in its parent only."""
    request = SimulationRequest((_ghz(),), None, SEEDED)
    expected = simulate(request).get_counts()

    child = os.fork()
    if not child:
        signal.alarm(60)
        os._exit(simulate(request).get_counts() != expected)

    assert os.waitpid(child, 0)[1] == 0
    assert threading.active_count() > 1
