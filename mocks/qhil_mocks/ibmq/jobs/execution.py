"""A job's Qobj, run on the recorded device: JSON in, the service's result or its error out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, Optional

from qhil.recordings import Recording
from qhil_mocks.ibmq.jobs.job import JobError

# Not verified: the service's own list of codes is gone with it.
INVALID_QOBJ = 1001
REFUSED = 1106
INTERNAL = 1003
PULSE = 9999


@dataclass(frozen=True)
class Outcome:
    """How a run ended. A job that fails may have a result, of the circuits that did not."""

    result: Optional[bytes] = None
    error: Optional[JobError] = None


def parsed(text: Optional[bytes]) -> Dict[str, Any]:
    """A Qobj's JSON.

    Raises:
        ValueError: if it is none, saying what is wrong.
    """
    if text is None:
        raise ValueError("no Qobj was uploaded")
    try:
        qobj = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("the Qobj is not JSON") from None
    if not isinstance(qobj, dict):
        raise ValueError("the Qobj is not a JSON object")  # noqa: TRY004  # a wrong value on the wire
    for key, kind in (("config", dict), ("experiments", list), ("header", dict)):
        if not isinstance(qobj.get(key), kind):
            raise ValueError(f"the Qobj's {key} is missing or no {kind.__name__}")  # noqa: TRY004  # likewise
    if not qobj["experiments"]:
        raise ValueError("the Qobj has no experiments")
    if any(not isinstance(experiment, dict) for experiment in qobj["experiments"]):
        raise ValueError("an experiment of the Qobj is not a JSON object")
    return qobj


def summary(qobj: Dict[str, Any], *, size: int) -> Dict[str, Any]:
    """What queries may ask of a Qobj of so many bytes."""
    config = qobj["config"]
    told = {name: _plain(config.get(name)) for name in ("n_qubits", "memory_slots", "shots")}
    told["type"] = _plain(qobj.get("type"))
    return {
        "size": {"input": size},
        "success": None,
        "summary": {
            "max_qubits_used": told["n_qubits"],
            "num_circuits": len(qobj["experiments"]),
            "qobj_config": told,
        },
    }


def _plain(value: Any) -> Any:
    """``value`` if it is a number or a text: a job keeps it, and a client may nest lists as deep as it likes."""
    return value if isinstance(value, (int, float, str)) else None


class Executor:
    """Runs Qobj on recorded devices, with their noise. ``contained``: each simulation in a process of its own."""

    def __init__(self, *, contained: bool = False) -> None:
        self._contained = contained

    def run(self, recording: Recording, text: bytes, *, seed: int, job_id: str) -> Outcome:
        """Run the valid Qobj of that JSON; whatever happens is told by the outcome."""
        qobj = parsed(text)
        if qobj.get("type") == "PULSE":
            return _failed("Pulse schedules are not simulated yet", PULSE)
        from qhil.errors import QhilError
        from qhil.service_errors import IBMQBackendError
        from qhil_mocks.ibmq.jobs.simulation import simulated

        try:
            result = simulated(recording, text, seed, contained=self._contained)
        except IBMQBackendError as error:
            return _failed(error.message, REFUSED)
        except QhilError as error:
            return _failed(str(error), INTERNAL)
        except Exception as error:  # noqa: BLE001  # whatever a Qobj makes Qiskit raise: it is the job that failed
            return _failed(f"{type(error).__name__}: {error}", INTERNAL)
        told = _dressed(result, qobj, job_id)
        outcome = json.dumps(told).encode("ascii")
        if told["success"]:
            return Outcome(outcome)
        failures = [one["status"] for one in told["results"] if not one["success"]]
        return Outcome(outcome, JobError("; ".join(failures), INTERNAL))


def _failed(message: str, code: int) -> Outcome:
    # The client ends the sentence.
    return Outcome(error=JobError(message.rstrip("."), code))


def _dressed(result: Dict[str, Any], qobj: Dict[str, Any], job_id: str) -> Dict[str, Any]:
    """``result`` with the ids and headers of what was submitted."""
    experiments = [
        {**found, "header": experiment.get("header", {})}
        for found, experiment in zip(result["results"], qobj["experiments"])
    ]
    return {
        **result,
        "date": result["date"].isoformat(),
        "job_id": job_id,
        "qobj_id": qobj.get("qobj_id", job_id),
        "header": qobj["header"],
        "results": experiments,
    }
