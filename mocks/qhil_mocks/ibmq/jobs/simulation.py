"""A Qobj becomes circuits, runs, and gives a result, as a plain structure.

On a device with the device's noise, on the service's simulator with none, or with the noise model that the
Qobj brings.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any, Dict

import qhil
from qhil.backend.aer_run import Plan
from qhil.backend.containment import place
from qhil.backend.inputs import as_circuits
from qhil.backend.limits import Limits
from qhil.backend.results import Origin, dress
from qhil.backend.run_options import DEVICE_OPTIONS, OTHER_OPTIONS, resolve
from qhil.deprecations import ignored_deprecations
from qhil.faults import FaultPlan, Injection
from qhil.noise import footprint
from qhil.recordings import Recording
from qhil.simulation.aer import SimulationRequest
from qhil_mocks.ibmq.jobs.complex_numbers import as_complex, with_complex


def simulated(
    recording: Recording, text: bytes, seed: int, *, contained: bool = False
) -> Dict[str, Any]:
    """The result of the Qobj with that JSON on the device of ``recording``.

    ``contained``: Aer runs in a process of its own.

    Raises:
        IBMQBackendValueError: for what the device refuses.
        QhilError: for what cannot be simulated.
    """
    content = json.loads(text)
    is_simulator = recording.configuration.json["simulator"]
    noise_model = content["config"].pop("noise_model", None)
    qobj = _qiskit_object(content)
    if is_simulator and noise_model:
        return _with_noise(recording, qobj, noise_model, seed, contained=contained)
    backend = qhil.RecordedBackend(
        recording,
        noise="ideal" if is_simulator else "recorded",
        seed=seed,
        contained=contained,
        faults=Injection(FaultPlan(), alone=True),  # a client's faults are not the device's own
    )
    found: Dict[str, Any] = backend.run(qobj).result(partial=True).to_dict()
    return found


def _qiskit_object(content: Dict[str, Any]) -> Any:
    """A Qobj's ``content``, which is used up, as Qiskit's object, with numbers as circuits have them."""
    from qiskit.qobj import QasmQobj

    for experiment in content["experiments"]:
        experiment["instructions"] = with_complex(experiment["instructions"])
    return QasmQobj.from_dict(content)


def _with_noise(
    recording: Recording, qobj: Any, noise_model: Dict[str, Any], seed: int, *, contained: bool
) -> Dict[str, Any]:
    device = recording.configuration
    circuits, carried = as_circuits(device.name, qobj)
    options = resolve({**DEVICE_OPTIONS, **OTHER_OPTIONS}, carried, device, strict=True)
    touched = [footprint(circuit) for circuit in circuits]
    limits = Limits(device)
    limits.check_count(circuits, strict=True)
    for index, circuit in enumerate(circuits):
        limits.check(index, circuit, touched[index], strict=True)
    chosen = seed if options.seed_simulator is None else options.seed_simulator
    for_aer = options.for_aer(chosen, options.method)
    simulate = place(
        Plan(circuits, touched, for_aer, untouched_seed=True), None, None, contained=contained
    )
    found = simulate(SimulationRequest(tuple(circuits), _noise_model(noise_model), for_aer))
    origin = Origin(device.name, device.version, "", options.header, {"seed_simulator": chosen})
    told: Dict[str, Any] = dress(found.results, origin, datetime.now(timezone.utc)).to_dict()
    return told


def _noise_model(content: Dict[str, Any]) -> Any:
    from qiskit_aer.noise import NoiseModel

    for error in content.get("errors", []):
        for steps in error.get("instructions", []):
            for step in steps:
                if "params" in step:
                    step["params"] = as_complex(step["params"])
    with ignored_deprecations():  # of the only way to read one
        return NoiseModel.from_dict(content)
