"""From files, folders and dicts to a Recording: find the parts, parse each, put them together."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import msgspec

from qhil.errors import RecordingError
from qhil.recordings.calibration import CalibrationSnapshot
from qhil.recordings.fitted_json import parse_fitted
from qhil.recordings.fitted_noise import FittedNoise
from qhil.recordings.folder import Parts, find_parts
from qhil.recordings.frozen_dict import FrozenDict
from qhil.recordings.json_file import read_json
from qhil.recordings.json_text import JsonText
from qhil.recordings.parse_configuration import parse_configuration
from qhil.recordings.parse_properties import parse_properties
from qhil.recordings.part_check import PartCheck
from qhil.recordings.plain_json import json_text
from qhil.recordings.provenance import Provenance
from qhil.recordings.recording import Recording
from qhil.recordings.wire import DefaultsWire, PartWire, ProvenanceWire, decode

FORMAT = "qhil recording"
FORMAT_VERSION = 1

# The field by which each part is known: required in it, absent from the others.
_MARKS = {
    "configuration": "basis_gates",
    "properties": "last_update_date",
    "defaults": "cmd_def",
    "provenance": "format",
    "fitted": "fitted",
}


def read_recording(paths: Sequence[Path]) -> Recording:
    """One folder, or the files of one recording in any order."""
    if len(paths) == 1 and paths[0].is_dir():
        parts = find_parts(paths[0])
        if parts is None:
            expected = "configuration.json and properties-<date>.json, or conf_X and props_X.json"
            raise RecordingError(
                "no recording here", file=str(paths[0]), expected=expected, found="neither"
            )
        return read_parts(parts, Provenance(str(paths[0])))
    return _from_loose_files(paths)


def read_parts(parts: Parts, found_as: Provenance) -> Recording:
    """The recording that these files make up.

    ``recording.json``, where there is one, tells all of the provenance but the source.
    """
    provenance = found_as
    if parts.provenance is not None:
        provenance = _provenance(read_json(parts.provenance), found_as.source)
    return assemble(
        read_json(parts.configuration),
        [read_json(path) for path in parts.properties],
        None if parts.defaults is None else read_json(parts.defaults),
        provenance,
        None if parts.fitted is None else parse_fitted(read_json(parts.fitted)),
    )


def recording_from_json(
    configuration: Mapping[str, Any],
    properties: Union[Mapping[str, Any], Sequence[Mapping[str, Any]]],
    defaults: Optional[Mapping[str, Any]],
    provenance: Optional[Provenance],
) -> Recording:
    """See :meth:`Recording.from_json`."""
    if isinstance(properties, (list, tuple)):
        texts = [json_text(one, f"properties[{index}]") for index, one in enumerate(properties)]
    else:
        texts = [json_text(properties, "properties")]
    return assemble(
        json_text(configuration, "configuration"),
        texts,
        None if defaults is None else json_text(defaults, "defaults"),
        provenance or Provenance("memory"),
    )


def assemble(
    configuration_text: JsonText,
    properties_texts: Sequence[JsonText],
    defaults_text: Optional[JsonText],
    provenance: Provenance,
    fitted: Optional[FittedNoise] = None,
) -> Recording:
    """Parse the parts and put them together; every way of making a recording ends here."""
    configuration = parse_configuration(configuration_text)
    history = sorted(
        (parse_properties(text, configuration) for text in properties_texts),
        key=lambda snapshot: snapshot.date,
    )
    _check_dates(history, configuration_text.file)
    if defaults_text is not None:
        _check_defaults(defaults_text, configuration.n_qubits)
    return Recording(configuration, tuple(history), defaults_text, provenance, fitted)


@lru_cache(maxsize=16)
def restore(
    configuration_text: JsonText,
    properties_texts: Tuple[JsonText, ...],
    defaults_text: Optional[JsonText],
    provenance: Provenance,
    fitted: Optional[FittedNoise] = None,
) -> Recording:
    """A Recording out of a pickle: for the same content always the same object.

    So that a child process which gets one recording with every task parses it once, and what is
    kept with it (its noise) stays.
    """
    return assemble(configuration_text, properties_texts, defaults_text, provenance, fitted)


def _check_dates(history: Sequence[CalibrationSnapshot], file: Optional[str]) -> None:
    if not history:
        raise RecordingError(
            "a recording without properties", file=file, expected="one set or more", found="none"
        )
    for earlier, later in zip(history, history[1:]):
        if earlier.date == later.date:
            expected = f"another date than in {earlier.text.file}"
            raise PartCheck(later.text.file).error(
                "$.last_update_date",
                "two sets of properties of one date",
                expected,
                later.date.isoformat(),
            )


def _check_defaults(text: JsonText, n_qubits: int) -> None:
    # Not deep: pulse samples are by far the biggest part of a recording, and few ask for them.
    wire = decode(text, DefaultsWire, deep=False)
    check = PartCheck(text.file)
    for path, values in (
        ("$.qubit_freq_est", wire.qubit_freq_est),
        ("$.meas_freq_est", wire.meas_freq_est),
    ):
        if len(values) != n_qubits:
            expected = f"{n_qubits} frequencies, one for each of n_qubits"
            raise check.error(path, "wrong number of qubits", expected, str(len(values)))
    commands = [(command.name, tuple(command.qubits or ())) for command in wire.cmd_def]
    check.unique("$.cmd_def[{}]", commands)
    for index, (_, qubits) in enumerate(commands):
        check.qubits(f"$.cmd_def[{index}].qubits", qubits, n_qubits)


def _from_loose_files(paths: Sequence[Path]) -> Recording:
    found: Dict[str, List[JsonText]] = {part: [] for part in _MARKS}
    for path in paths:
        text = read_json(path)
        found[_part(text)].append(text)
    for part in ("configuration", "defaults", "provenance", "fitted"):
        if len(found[part]) > 1:
            first, second = found[part][:2]
            raise RecordingError(
                f"two files of {part}",
                file=second.file,
                expected=f"one, as in {first.file}",
                found="a second",
            )
    if not found["configuration"]:
        names = ", ".join(map(str, paths)) or "no files"
        raise RecordingError(
            "a recording without configuration", expected="a file of configuration", found=names
        )
    source = str(paths[0].parent)
    provenance = (
        _provenance(found["provenance"][0], source) if found["provenance"] else Provenance(source)
    )
    defaults = found["defaults"][0] if found["defaults"] else None
    fitted = parse_fitted(found["fitted"][0]) if found["fitted"] else None
    return assemble(found["configuration"][0], found["properties"], defaults, provenance, fitted)


def _part(text: JsonText) -> str:
    wire = decode(text, PartWire, deep=False)
    parts = [part for part, mark in _MARKS.items() if getattr(wire, mark) is not msgspec.UNSET]
    if len(parts) == 1:
        return parts[0]
    marks = ", ".join(f"{mark} ({part})" for part, mark in _MARKS.items())
    found = " and ".join(_MARKS[part] for part in parts) or "none of them"
    raise RecordingError(
        "not part of a recording", file=text.file, path="$", expected=f"one of {marks}", found=found
    )


def _provenance(text: JsonText, source: str) -> Provenance:
    wire = decode(text, ProvenanceWire)
    if (wire.format, wire.version) != (FORMAT, FORMAT_VERSION):
        raise RecordingError(
            "another format",
            file=text.file,
            path="$.format",
            expected=f"{FORMAT!r} version {FORMAT_VERSION}",
            found=f"{wire.format!r} version {wire.version}",
        )
    return Provenance(source, wire.origin, wire.licence, wire.copyright, FrozenDict(wire.parts))
