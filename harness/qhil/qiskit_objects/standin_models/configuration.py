"""A device's configuration: every recorded field an attribute, times in s, frequencies in Hz."""

from __future__ import annotations

from typing import Any, Dict, Mapping

from qhil.qiskit_objects.standin_models.fields import Fields

# Field, and the factor from the unit on the wire (ns, us, GHz) to SI. Qiskit's models multiply by
# these, and by the inverse on the way back.
_FACTORS: Mapping[str, float] = {
    "dt": 1e-9,
    "dtm": 1e-9,
    "rep_delay_range": 1e-6,
    "default_rep_delay": 1e-6,
    "rep_times": 1e-6,
    "qubit_lo_range": 1e9,
    "meas_lo_range": 1e9,
}
_INVERSE = {1e-9: 1e9, 1e-6: 1e6, 1e9: 1e-9}

# Fields that every configuration has; where nothing is recorded it answers with these.
_ALWAYS: Mapping[str, Any] = {
    "dynamic_reprate_enabled": False,
    "meas_levels": None,
    "meas_kernels": None,
    "discriminators": None,
}
# Where a file says null or nothing of these, there is no such attribute.
_OPTIONAL = (
    "configurable",
    "credits_required",
    "default_rep_delay",
    "description",
    "display_name",
    "dt",
    "dtm",
    "meas_map",
    "online_date",
    "parametric_pulses",
    "processor_type",
    "register_map",
    "rep_delay_range",
    "sample_name",
    "supported_instructions",
    "tags",
)


class GateConfig(Fields):
    """A gate as defined: ``name``, ``parameters``, ``qasm_def``, maybe ``coupling_map``, others."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> GateConfig:
        """From an entry of ``gates``."""
        optional = ("coupling_map", "latency_map", "conditional", "description")
        return cls(
            {
                name: value
                for name, value in data.items()
                if value is not None or name not in optional
            }
        )


class BackendConfiguration(Fields):
    """The configuration of a device. Reading a field that is not recorded raises AttributeError."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> BackendConfiguration:
        """From the decoded JSON of IBM's API, which is not changed."""
        fields: Dict[str, Any] = {**_ALWAYS, **data}
        for name in _OPTIONAL:
            if fields.get(name, 0) is None:
                del fields[name]
        for name, factor in _FACTORS.items():
            if name in fields:
                fields[name] = _scaled(fields[name], factor)
        fields["gates"] = [GateConfig.from_dict(gate) for gate in data["gates"]]
        return cls(fields)

    def to_dict(self) -> Dict[str, Any]:
        """Back in the units of the wire."""
        fields = super().to_dict()
        for name, factor in _FACTORS.items():
            if name in fields:
                fields[name] = _scaled(fields[name], _INVERSE[factor])
        return fields

    @property
    def num_qubits(self) -> int:
        """Number of qubits; another name of ``n_qubits``."""
        return int(self.n_qubits)

    def __contains__(self, field: str) -> bool:
        return field in self.__dict__


def _scaled(value: Any, factor: float) -> Any:
    """A number, or numbers in lists of any depth, times ``factor``."""
    if isinstance(value, (list, tuple)):
        return [_scaled(part, factor) for part in value]
    return value * factor
