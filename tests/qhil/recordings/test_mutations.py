"""Real recordings, damaged: a RecordingError or a faithful load, and the right one of the two."""

from __future__ import annotations

import copy
import json
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qhil_fixtures
from qhil.errors import RecordingError
from qhil.recordings import Recording

DEVICES = ("ibmq_armonk", "ibmq_belem", "ibmq_manila", "ibm_perth")

OTHER_VALUES = st.sampled_from(
    [
        *(None, True, False, "", "x", "ibmq_belem", [], {}, [[]], [0], [0, 1], [1, 1], [0, 99]),
        *(0, 1, -1, 2, 5, 127, 10**18, 10**30, 10**400, 0.0, 0.5, 1.0, 1.5, -0.25, 1e-320, 1e308),
        *(float("nan"), float("inf"), -float("inf")),
        *("us", "\u00b5s", "\u03bcs", "ns", "s", "ms", "GHz", "MHz", "Hz", "kHz", "lightyears"),
        *("T1", "gate_error", "readout_error", "operational", "cx"),
        *("2021-03-15", "2021-03-15T00:00:00", "2021-03-15T00:00:00Z", "2021-02-30T00:00:00Z"),
        *("0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "2021-03-15 01:02:03.5+02:00"),
    ]
)


@cache
def _texts(name):
    return {
        "configuration": json.dumps(qhil_fixtures.configuration(name)),
        "properties": json.dumps(qhil_fixtures.properties(name)[-1]),
    }


@st.composite
def places(draw, value):
    """A container inside ``value`` (or itself) and a key or index in it, from any depth."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = draw(st.sampled_from(keys))
        inner = value[key]
        if not (isinstance(inner, (dict, list)) and inner) or draw(st.integers(0, 9)) == 0:
            return value, key
        value = inner


def _replace(draw, container, key):
    container[key] = copy.deepcopy(draw(OTHER_VALUES))


def _delete(_draw, container, key):
    del container[key]


def _double(_draw, container, key):
    if isinstance(container, list):
        container.append(copy.deepcopy(container[key]))
    else:
        container[f"{key}_too"] = container[key]


def _swap(draw, container, key):
    keys = list(container) if isinstance(container, dict) else list(range(len(container)))
    other = draw(st.sampled_from(keys))
    container[key], container[other] = container[other], container[key]


def _negate(_draw, container, key):
    if isinstance(container[key], (int, float)):
        container[key] = -container[key]


@st.composite
def structures(draw):
    """A device, and its parts of which one was changed in one or two places."""
    name = draw(st.sampled_from(DEVICES))
    texts = dict(_texts(name))
    part = draw(st.sampled_from(sorted(texts)))
    content = json.loads(texts[part])
    for _ in range(draw(st.integers(1, 2))):
        container, key = draw(places(content))
        change = draw(st.sampled_from([_replace, _replace, _delete, _double, _swap, _negate]))
        change(draw, container, key)
        if not content:
            break
    texts[part] = json.dumps(content)
    return {part: text.encode() for part, text in texts.items()}


@st.composite
def damaged_bytes(draw):
    """A device, and its parts of which one lost its end or had some bytes overwritten."""
    texts = {part: text.encode() for part, text in _texts(draw(st.sampled_from(DEVICES))).items()}
    part = draw(st.sampled_from(sorted(texts)))
    data = bytearray(texts[part])
    if draw(st.booleans()):
        del data[draw(st.integers(0, len(data) - 1)) :]
    else:
        at = draw(st.integers(0, len(data) - 1))
        new = draw(st.one_of(st.sampled_from(b'0123456789-.eE"[]{},: \\'), st.integers(0, 255)))
        data[at : at + draw(st.integers(0, 2))] = bytes([new])
    texts[part] = bytes(data)
    return texts


def _strictly_parsed(data):
    """What the JSON says by the standard library, or None if it is none."""

    def refuse(constant):
        raise ValueError(constant)

    def unique(pairs):
        if len(dict(pairs)) < len(pairs):
            raise ValueError(pairs)
        return dict(pairs)

    try:
        text = data.decode("utf-8")
        return [json.loads(text, parse_constant=refuse, object_pairs_hook=unique)]
    except ValueError:
        return None


def _load(texts):
    with tempfile.TemporaryDirectory() as folder:
        for part, data in texts.items():
            (Path(folder) / f"{part}.json").write_bytes(data)
        return Recording.from_files(folder)


def _check(texts, account):
    parsed = {part: _strictly_parsed(data) for part, data in texts.items()}
    legal = all(parsed.values())
    if legal:
        configuration, properties = parsed["configuration"][0], parsed["properties"][0]
        legal = account.legal_configuration(configuration) and account.legal_properties(
            properties, configuration["backend_name"], configuration["n_qubits"]
        )

    if legal:
        recording = _load(texts)
        account.check(recording, configuration, properties)
    else:
        with pytest.raises(RecordingError) as caught:
            _load(texts)
        error = caught.value
        assert error.file
        assert error.expected
        assert error.found
        assert error.file in str(error)


@st.composite
def calibrations(draw):
    """A device, and its parts of which one calibrated value got another number and unit."""
    name = draw(st.sampled_from(DEVICES))
    texts = dict(_texts(name))
    content = json.loads(texts["properties"])
    groups = [*content["qubits"], *(gate["parameters"] for gate in content["gates"])]
    value = draw(st.sampled_from(draw(st.sampled_from(groups))))
    value["value"] = draw(st.one_of(st.floats(), st.integers(-2, 2), st.floats(0, 1)))
    units = ("us", "\u00b5s", "ns", "ms", "s", "GHz", "MHz", "kHz", "Hz", "", "lightyears")
    value["unit"] = draw(st.one_of(st.just(value["unit"]), st.sampled_from(units)))
    texts["properties"] = json.dumps(content)
    return {part: text.encode() for part, text in texts.items()}


@settings(max_examples=500)
@given(texts=structures())
def test_a_changed_recording_is_refused_or_loaded_as_what_it_now_says(texts, account):
    _check(texts, account)


@settings(max_examples=400)
@given(texts=calibrations())
def test_a_changed_value_is_refused_or_converted_as_it_now_says(texts, account):
    _check(texts, account)


@settings(max_examples=300)
@given(texts=damaged_bytes())
def test_a_damaged_file_is_refused_or_loaded_as_what_it_now_says(texts, account):
    _check(texts, account)


@cache
def _defaults_text(name):
    return json.dumps(qhil_fixtures.defaults(name))


@settings(max_examples=150)
@given(data=st.data())
def test_changed_pulse_defaults_are_refused_or_kept_as_they_are(data):
    name = data.draw(st.sampled_from(("ibmq_armonk", "ibmq_belem")))
    content = json.loads(_defaults_text(name))
    container, key = data.draw(places(content))
    data.draw(st.sampled_from([_replace, _delete, _double, _negate]))(data.draw, container, key)
    text = json.dumps(content)

    try:
        with tempfile.TemporaryDirectory() as folder:
            for part, known in _texts(name).items():
                (Path(folder) / f"{part}.json").write_text(known)
            (Path(folder) / "defaults.json").write_text(text)
            found = Recording.from_files(folder).defaults_json
    except RecordingError as error:
        refused = error
    else:
        refused = None

    if refused:
        assert refused.file.endswith("defaults.json")
    else:
        assert found == json.loads(text)
        assert "NaN" not in text
        assert "Infinity" not in text
