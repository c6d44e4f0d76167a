"""`ibmq_qasm_simulator`, the service's own simulator, as a recording without calibration.

Its figures are not verified, for the service is gone: 32 qubits, any pair coupled, classical conditions, 100,000 shots.
"""

from __future__ import annotations

import functools
from typing import Any, Dict, List

from qhil.recordings import Recording

NAME = "ibmq_qasm_simulator"
_VERSION = "0.1.547"
_SINCE = "2019-05-02T08:15:00Z"
_QUBITS = 32

# Gates that have a definition in the configuration, by their parameters.
_GATES: Dict[str, List[str]] = {
    "u1": ["lambda"],
    "u2": ["phi", "lambda"],
    "u3": ["theta", "phi", "lambda"],
    "u": ["theta", "phi", "lambda"],
    "p": ["lambda"],
    "r": ["theta", "phi"],
    "rx": ["theta"],
    "ry": ["theta"],
    "rz": ["phi"],
    "id": [],
    "x": [],
    "y": [],
    "z": [],
    "h": [],
    "s": [],
    "sdg": [],
    "sx": [],
    "t": [],
    "tdg": [],
    "swap": [],
    "cx": [],
    "cy": [],
    "cz": [],
    "csx": [],
    "cp": ["lambda"],
    "cu1": ["lambda"],
    "rxx": ["theta"],
    "ryy": ["theta"],
    "rzz": ["theta"],
    "rzx": ["theta"],
    "ccx": [],
    "cswap": [],
}
# Taken as they are, on any number of qubits.
_INSTRUCTIONS = ["unitary", "diagonal", "initialize", "reset", "kraus", "pauli", "delay"]


@functools.cache
def simulator() -> Recording:
    """The simulator; always the same object."""
    qubits: List[List[Any]] = [[] for _ in range(_QUBITS)]
    properties = {
        "backend_name": NAME,
        "backend_version": _VERSION,
        "last_update_date": _SINCE,
        "qubits": qubits,
        "gates": [],
        "general": [],
    }
    return Recording.from_json(_configuration(), properties)


def _configuration() -> Dict[str, Any]:
    return {
        "backend_name": NAME,
        "backend_version": _VERSION,
        "online_date": _SINCE,
        "description": "A context-aware simulator",
        "n_qubits": _QUBITS,
        "basis_gates": [*_GATES, *_INSTRUCTIONS],
        "supported_instructions": [*_GATES, *_INSTRUCTIONS, "measure", "barrier", "bfunc"],
        "gates": [
            {"name": name, "parameters": parameters, "qasm_def": f"gate {name}"}
            for name, parameters in _GATES.items()
        ],
        "coupling_map": None,
        "simulator": True,
        "local": False,
        "conditional": True,
        "open_pulse": False,
        "memory": True,
        "max_shots": 100_000,
        "max_experiments": 300,
        "n_registers": 1,
        "allow_object_storage": True,
        "allow_q_object": True,
        "dynamic_reprate_enabled": False,
        "input_allowed": ["job", "runtime"],
    }
