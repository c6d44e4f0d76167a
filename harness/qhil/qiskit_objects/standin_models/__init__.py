"""Configuration, properties and status of a device for Qiskit 2 where qiskit-ibm-runtime is absent.

Qiskit 2 has no such models of its own. These read as those of qiskit-ibm-runtime do: same names,
same values, same `to_dict`. Enters: the decoded JSON of IBM's API. Leaves: objects with attributes
in s and Hz.
"""

from __future__ import annotations

from qhil.qiskit_objects.standin_models.configuration import BackendConfiguration, GateConfig
from qhil.qiskit_objects.standin_models.properties import (
    BackendProperties,
    BackendPropertyError,
    GateProperties,
    Nduv,
)
from qhil.qiskit_objects.standin_models.status import BackendStatus

__all__ = [
    "BackendConfiguration",
    "BackendProperties",
    "BackendPropertyError",
    "BackendStatus",
    "GateConfig",
    "GateProperties",
    "Nduv",
]
