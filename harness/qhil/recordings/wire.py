"""The JSON as it is on the wire: typed structs that msgspec decodes, or a RecordingError.

The fields are those of IBM's backend configuration and backend properties, as the snapshots that
Qiskit publishes have them. Fields that no part of qhil reads are not listed; they stay in the JSON
text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Dict, List, Optional, Type, TypeVar, Union

import msgspec

from qhil.recordings.json_text import JsonText
from qhil.recordings.wire_errors import decoding_error, refuse_repeated_keys

Date = Annotated[datetime, msgspec.Meta(tz=True)]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Index = Annotated[int, msgspec.Meta(ge=0)]
Count = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
Qubits = Annotated[List[Index], msgspec.Meta(min_length=1)]
Pair = Annotated[List[Index], msgspec.Meta(min_length=2, max_length=2)]
Positive = Annotated[float, msgspec.Meta(gt=0)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]
Level = Annotated[int, msgspec.Meta(ge=0, le=2)]


class GateWire(msgspec.Struct):
    """An entry of ``gates`` in a configuration."""

    name: Text
    parameters: Optional[List[str]] = None
    coupling_map: Optional[List[Qubits]] = None
    qasm_def: Optional[str] = None


class ConfigurationWire(msgspec.Struct):
    """A backend configuration; what has a default here is missing from some published snapshot."""

    backend_name: Text
    backend_version: str
    n_qubits: Count
    basis_gates: Annotated[List[Text], msgspec.Meta(min_length=1)]
    coupling_map: Optional[List[Pair]]
    gates: List[GateWire]
    max_shots: Count
    memory: bool
    conditional: bool
    open_pulse: bool
    simulator: bool
    local: bool
    max_experiments: Optional[Count] = None
    supported_instructions: Optional[List[str]] = None
    dt: Optional[Positive] = None
    dtm: Optional[Positive] = None
    rep_delay_range: Optional[
        Annotated[List[NotNegative], msgspec.Meta(min_length=2, max_length=2)]
    ] = None
    default_rep_delay: Optional[NotNegative] = None
    dynamic_reprate_enabled: Optional[bool] = None
    meas_levels: Optional[List[Level]] = None
    meas_map: Optional[List[List[Index]]] = None
    timing_constraints: Optional[Dict[str, Any]] = None
    online_date: Optional[Date] = None
    quantum_volume: Optional[Count] = None
    processor_type: Optional[Dict[str, Any]] = None
    description: Optional[str] = None


class ValueWire(msgspec.Struct):
    """A named, dated value with its unit: Qiskit's ``Nduv``."""

    name: Text
    date: Date
    unit: str
    value: float


class GateValuesWire(msgspec.Struct):
    """An entry of ``gates`` in a set of properties."""

    gate: Text
    qubits: Qubits
    parameters: List[ValueWire]


class PropertiesWire(msgspec.Struct):
    """Backend properties."""

    backend_name: Text
    backend_version: str
    last_update_date: Date
    qubits: List[List[ValueWire]]
    gates: List[GateValuesWire]
    general: List[ValueWire]


class CommandWire(msgspec.Struct):
    """An entry of ``cmd_def`` in pulse defaults, without its pulses."""

    name: Text
    qubits: Optional[List[Index]] = None


class DefaultsWire(msgspec.Struct):
    """Pulse defaults, without what qhil does not read yet."""

    qubit_freq_est: List[float]
    meas_freq_est: List[float]
    buffer: float
    pulse_library: List[msgspec.Raw]
    cmd_def: List[CommandWire]


class ProvenanceWire(msgspec.Struct, forbid_unknown_fields=True):
    """``recording.json``: qhil's own, so an unknown field is a mistake."""

    format: str
    version: int
    origin: Optional[str] = None
    licence: Optional[str] = None
    copyright: Optional[str] = None
    parts: Dict[str, str] = {}


class NameWire(msgspec.Struct):
    """As much of a configuration as tells whose it is."""

    backend_name: Text


class ConfigurationSummaryWire(msgspec.Struct):
    """As much of a configuration as a listing shows."""

    n_qubits: Count
    basis_gates: List[Text]


class PlainValueWire(msgspec.Struct):
    """A named value without its date."""

    name: str
    unit: str
    value: float


class PlainGateWire(msgspec.Struct):
    """A gate's values without their dates."""

    gate: str
    qubits: List[int]
    parameters: List[PlainValueWire]


class PropertiesSummaryWire(msgspec.Struct):
    """As much of a set of properties as a listing shows."""

    last_update_date: Date
    qubits: List[List[PlainValueWire]]
    gates: List[PlainGateWire]


class PartWire(msgspec.Struct):
    """As much of a file as tells which part of a recording it is."""

    basis_gates: Union[msgspec.Raw, msgspec.UnsetType] = msgspec.UNSET
    last_update_date: Union[msgspec.Raw, msgspec.UnsetType] = msgspec.UNSET
    cmd_def: Union[msgspec.Raw, msgspec.UnsetType] = msgspec.UNSET
    format: Union[msgspec.Raw, msgspec.UnsetType] = msgspec.UNSET
    fitted: Union[msgspec.Raw, msgspec.UnsetType] = msgspec.UNSET


Wire = TypeVar("Wire", bound=msgspec.Struct)
_ANY: msgspec.json.Decoder[Any] = msgspec.json.Decoder()


def decode(text: JsonText, kind: Type[Wire], *, deep: bool = True) -> Wire:
    """``text`` as a ``kind``; RecordingError with file and path if it is not.

    With ``deep`` what ``kind`` does not list is checked as well, so that ``text.parse()`` cannot
    fail later.
    """
    try:
        text.data.decode("utf-8")
        found = msgspec.json.decode(text.data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise decoding_error(error, text) from None
    if deep:
        check_deeply(text)
    return found


def check_deeply(text: JsonText) -> None:
    """RecordingError if ``text`` is JSON, but not of a kind that everybody reads alike.

    That is: a number beyond any double, nesting without end, or a key twice in one object.
    """
    try:
        content = _ANY.decode(text.data)
        repeats_keys = text.data.count(_KEY_END) != msgspec.json.encode(content).count(_KEY_END)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise decoding_error(error, text) from None
    except OverflowError:  # an integer of more than 64 bits cannot be encoded
        repeats_keys = True
    if repeats_keys:  # or only spells them unusually
        refuse_repeated_keys(text)


# A quick look for keys that decoding has merged. In a string the quote would have a backslash
# before it, and have it again when encoded.
_KEY_END = b'":'
