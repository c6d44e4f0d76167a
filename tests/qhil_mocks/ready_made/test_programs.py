"""The service's own programs, run on recorded devices with their metadata, in this process."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.quantum_info import SparsePauliOp
from qiskit.result import Result

import qhil
import qhil_mocks.ready_made
from qhil.program.metadata import ProgramMetadata, SchemaError

FOLDER = Path(qhil_mocks.ready_made.__file__).parent
PROGRAMS = sorted(path.stem for path in FOLDER.glob("*.json"))


def ran(name, inputs, *, device="ibmq_manila", noise="recorded"):
    backend = qhil.RecordedBackend(device, seed=7, noise=noise)
    return qhil.run_program(
        FOLDER / f"{name}.py", backend, inputs, metadata=FOLDER / f"{name}.json"
    )


def bell():
    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure_all()
    return circuit


def rotated():
    theta, phi = Parameter("theta"), Parameter("phi")
    circuit = QuantumCircuit(2)
    circuit.ry(theta, 0)
    circuit.ry(phi, 1)
    return circuit, theta, phi


@pytest.mark.parametrize("name", PROGRAMS)
def test_metadata_are_as_for_an_upload(name):
    metadata = ProgramMetadata.of(FOLDER / f"{name}.json")

    assert metadata.is_public
    assert metadata.name.replace("-", "_") == name


@pytest.mark.parametrize("device", ["ibmq_armonk", "ibmq_manila"])
def test_hello_world_publishes_each_iteration(device):
    run, again = (ran("hello_world", {"iterations": 2}, device=device) for _ in range(2))

    assert run.result == "Hello, World!"
    assert [one["iteration"] for one in run.interim] == [0, 1]
    assert run.interim[0] != run.interim[1]
    assert run.interim == again.interim


def test_circuit_runner_gives_a_plain_result():
    result = ran("circuit_runner", {"circuits": [bell(), bell()], "shots": 500}).result

    assert isinstance(result["date"], str)
    assert sum(Result.from_dict(result).get_counts(1).values()) == 500


def test_circuit_runner_takes_readout_errors_out():
    inputs = {"circuits": bell(), "shots": 8000, "measurement_error_mitigation": True}

    told = ran("circuit_runner", inputs).result["results"][0]

    quasi, read = told["data"]["quasiprobabilities"], told["data"]["counts"]
    assert set(told["header"]["final_measurement_mapping"]) == {"0", "1"}
    assert quasi["0x0"] + quasi["0x3"] > (read["0x0"] + read["0x3"]) / 8000 + 0.005
    assert sum(quasi.values()) == pytest.approx(1.0)


def test_what_is_not_said_may_be_null():
    """As the client sends what is not set in a program's parameters."""
    unset = dict.fromkeys(("shots", "initial_layout", "optimization_level", "rep_delay"))
    backend = qhil.RecordedBackend("ibmq_manila", seed=7)

    run = qhil.run_program(FOLDER / "circuit_runner.py", backend, {"circuits": bell(), **unset})

    assert run.status == "COMPLETED", run.error


def test_sampler_gives_a_distribution_for_each_index():
    circuit, _, _ = rotated()
    circuit.measure_all()
    inputs = {
        "circuits": [bell(), circuit],
        "circuit_indices": [1, 0, 1],
        "parameter_values": [[0, math.pi], [], [math.pi, 0]],
        "run_options": {"shots": 1000},
    }

    result = ran("sampler", inputs, noise="ideal").result

    # The circuit orders its parameters by name: phi of qubit 1 comes first.
    assert result["quasi_dists"][0] == {"01": 1.0}
    assert result["quasi_dists"][2] == {"10": 1.0}
    assert result["quasi_dists"][1] == pytest.approx({"00": 0.5, "11": 0.5}, abs=0.06)
    assert result["metadata"][0]["shots"] == 1000


def test_parameters_say_which_value_is_whose():
    circuit, theta, phi = rotated()
    circuit.measure_all()
    inputs = {
        "circuits": [circuit],
        "parameters": [[theta, phi]],
        "parameter_values": [[math.pi, 0]],
    }

    assert ran("sampler", inputs, noise="ideal").result["quasi_dists"] == [{"01": 1.0}]


def test_sampler_takes_readout_errors_out():
    inputs = {"circuits": bell(), "run_options": {"shots": 8000}}
    read = ran("sampler", inputs).result["quasi_dists"][0]
    mitigated = ran("sampler", {**inputs, "resilience_settings": {"level": 1}}).result

    quasi = mitigated["quasi_dists"][0]
    assert quasi["00"] + quasi["11"] > read["00"] + read["11"] + 0.005


def test_estimator_gives_the_value_of_each_pair():
    circuit, _, _ = rotated()
    observable = SparsePauliOp(["ZI", "IZ", "XX", "II"], [1.0, 2.0, 0.5, 10.0])
    inputs = {
        "circuits": circuit,
        "observables": [observable, "IZ"],
        "circuit_indices": [0, 0],
        "observable_indices": [0, 1],
        "parameter_values": [[0.4, 1.1], [0.4, 1.1]],
        "run_options": {"shots": 8000},
    }

    result = ran("estimator", inputs, noise="ideal").result

    exact = 10 + math.cos(0.4) + 2 * math.cos(1.1) + 0.5 * math.sin(0.4) * math.sin(1.1)
    assert result["values"] == pytest.approx([exact, math.cos(1.1)], abs=0.05)
    assert result["metadata"][1]["variance"] == pytest.approx(math.sin(1.1) ** 2, abs=0.04)


def test_estimator_takes_readout_errors_out():
    circuit = QuantumCircuit(2)
    circuit.x([0, 1])
    inputs = {"circuits": circuit, "observables": "IZ", "run_options": {"shots": 8000}}
    (read,) = ran("estimator", inputs).result["values"]
    (value,) = ran("estimator", {**inputs, "resilience_settings": {"level": 1}}).result["values"]

    assert abs(value + 1) < abs(read + 1)
    assert value == pytest.approx(-1, abs=0.02)


def test_a_constant_needs_no_device():
    result = ran("estimator", {"circuits": QuantumCircuit(1), "observables": [("I", 2.5)]}).result

    assert result == {"values": [2.5], "metadata": [{"variance": 0.0, "shots": 4000}]}


@pytest.mark.parametrize(
    ("name", "inputs", "why"),
    [
        ("sampler", {"circuits": QuantumCircuit(1)}, "measures nothing"),
        ("sampler", {"circuits": rotated()[0]}, "2 parameters, and 0 values"),
        (
            "sampler",
            {"circuits": bell(), "parameters": [[rotated()[1]]], "parameter_values": [[1.0]]},
            "has the parameters [], not ['theta']",
        ),
        ("sampler", {"circuits": bell(), "circuit_indices": [1]}, "no circuit 1"),
        ("sampler", {"circuits": bell(), "parameter_values": [[], []]}, "2 lists"),
        ("sampler", {"circuits": bell(), "resilience_settings": {"level": 3}}, "0 or 1"),
        ("estimator", {"circuits": bell(), "observables": "ZZ"}, "has classical bits"),
        ("estimator", {"circuits": QuantumCircuit(1), "observables": "ZZ"}, "1 qubits, and ZZ"),
        ("estimator", {"circuits": QuantumCircuit(1), "observables": ["Z", "X"]}, "one length"),
        (
            "estimator",
            {"circuits": QuantumCircuit(1), "observables": ["Z"], "observable_indices": [1]},
            "no observable 1",
        ),
    ],
)
def test_what_does_not_fit_is_said(name, inputs, why):
    run = ran(name, inputs)

    assert run.status == "FAILED"
    assert why in run.error.message


def test_what_breaks_the_schema_is_said_before():
    with pytest.raises(SchemaError, match="iterations"):
        ran("hello_world", {"iterations": -1})
