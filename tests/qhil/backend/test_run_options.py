from __future__ import annotations

import enum
import math
from fractions import Fraction

import numpy as np
import pytest
from device_circuits import changed
from hypothesis import given
from hypothesis import strategies as st

from qhil.backend.run_options import (
    DEVICE_OPTIONS,
    METHODS,
    OTHER_OPTIONS,
    RUN_ONLY,
    as_number,
    resolve,
)
from qhil.recordings import load_recording
from qhil.service_errors import IBMQBackendValueError

DEFAULTS = {**DEVICE_OPTIONS, **OTHER_OPTIONS}
MANILA = load_recording("ibmq_manila").configuration
ARMONK = load_recording("ibmq_armonk").configuration
PERTH = load_recording("ibm_perth").configuration


class Level(enum.IntEnum):
    CLASSIFIED = 2


class Return(enum.Enum):
    AVERAGE = "avg"


class Pair:
    """Neither true nor false, as arrays are."""

    def __bool__(self):
        raise ValueError("ambiguous")

    def __eq__(self, other):
        return self

    __hash__ = object.__hash__


def _resolve(device=MANILA, configured=DEFAULTS, strict=True, **given):
    return resolve(configured, given, device, strict=strict)


def _refused(**given):
    with pytest.raises(IBMQBackendValueError) as caught:
        _resolve(**given)
    return str(caught.value)


def test_the_defaults_are_those_of_the_services_backends():
    options = _resolve()

    assert options.shots == 4000
    assert options.memory is False
    assert options.seed_simulator is None
    assert options.method is None
    assert options.parameter_binds == []
    assert options.header == {}
    assert options.job_name is None
    assert options.job_tags == []


def test_what_a_run_is_given_goes_before_what_the_backend_is_set_to():
    configured = {**DEFAULTS, "shots": 10, "memory": True}

    options = _resolve(configured=configured, shots=20)

    assert (options.shots, options.memory) == (20, True)


def test_none_leaves_an_option_as_the_backend_has_it():
    assert _resolve(configured={**DEFAULTS, "shots": 10}, shots=None).shots == 10


def test_all_options_are_kept():
    options = _resolve(
        shots=np.int64(20),
        memory=np.bool_(True),
        seed_simulator=np.int64(5),
        method="statevector",
        parameter_binds=({"a": 1},),
        header={"mine": 1},
        job_name="name",
        job_tags=("a", "b"),
        meas_level=Level.CLASSIFIED,
        meas_return=Return.AVERAGE,
        rep_delay=0.00025,
        init_qubits=True,
        use_measure_esp=False,
    )

    assert (options.shots, options.memory, options.seed_simulator) == (20, True, 5)
    assert (options.method, options.parameter_binds) == ("statevector", [{"a": 1}])
    assert (options.header, options.job_name) == ({"mine": 1}, "name")
    assert options.job_tags == ["a", "b"]


def test_aer_gets_what_it_knows_and_nothing_else():
    assert _resolve(shots=20, header={"a": 1}).for_aer(7, None) == {
        "shots": 20,
        "memory": False,
        "seed_simulator": 7,
    }
    assert _resolve().for_aer(7, "stabilizer")["method"] == "stabilizer"
    assert _resolve(method="stabilizer").method == "stabilizer"
    assert _resolve(method="automatic").method is None


@pytest.mark.parametrize(
    ("name", "near"),
    [("shot", "nearest: shots"), ("job_tag", "nearest: job_tags"), ("dynamic", "known: header, ")],
)
@pytest.mark.parametrize("value", [1, None])
def test_an_unknown_option_is_refused_with_the_nearest(name, near, value):
    message = _refused(**{name: value})

    assert f"unknown run option {name!r}; {near}" in message


@pytest.mark.parametrize("shots", [1.5, "10", True, math.nan, [1], np.array([1, 2]), 1j, 10.0])
def test_shots_that_are_no_integer_are_refused(shots):
    assert "ibmq_manila: shots must be an integer, not " in _refused(shots=shots)


@pytest.mark.parametrize("shots", [0, -1, -(10**30)])
def test_less_than_one_shot_is_refused_also_without_strict(shots):
    for strict in (True, False):
        assert f"shots must be at least 1, not {shots}" in _refused(shots=shots, strict=strict)


def test_more_shots_than_the_device_takes_are_refused():
    assert _resolve(shots=8192).shots == 8192
    assert _resolve(shots=8193, strict=False).shots == 8193
    assert "8193 shots, but max_shots is 8192" in _refused(shots=8193)
    assert "max_shots is 8192" in _refused(configured={**DEFAULTS, "shots": 10**6})


def test_the_default_shots_give_way_to_a_smaller_limit():
    small = changed("ibmq_manila", max_shots=1000).configuration

    assert _resolve(device=small).shots == 1000
    assert _resolve(device=small, shots=None).shots == 1000
    assert _resolve(device=small, strict=False).shots == 4000
    assert "max_shots is 1000" in _refused(device=small, shots=4000)


def test_memory_is_refused_where_the_device_does_not_return_it():
    without = changed("ibmq_manila", memory=False).configuration

    assert _resolve(device=without, memory=False).memory is False
    assert _resolve(device=without, memory=True, strict=False).memory is True
    assert "memory=True, but the device does not" in _refused(device=without, memory=True)


@pytest.mark.parametrize("seed", [0, 2**31, 2**63 - 1])
def test_seeds_up_to_63_bits_are_taken(seed):
    assert _resolve(seed_simulator=seed).seed_simulator == seed


@pytest.mark.parametrize("seed", [-1, 2**63, 10**30])
def test_other_seeds_are_refused(seed):
    message = _refused(seed_simulator=seed)

    assert f"seed_simulator must be from 0 to 2^63 - 1, not {seed}" in message


@pytest.mark.parametrize("seed", [1.5, "x", True, math.nan])
def test_a_seed_that_is_no_integer_is_refused(seed):
    assert "seed_simulator must be an integer" in _refused(seed_simulator=seed)


@pytest.mark.parametrize("method", METHODS)
def test_the_methods_of_aer_that_give_counts_are_taken(method):
    assert _resolve(method=method).method == (None if method == "automatic" else method)


def test_another_method_is_refused_with_the_nearest():
    assert "no simulation method 'stabiliser'; nearest: stabilizer" in _refused(method="stabiliser")
    assert "no simulation method 'unitary'" in _refused(method="unitary")


@pytest.mark.parametrize(
    ("level", "message"),
    [
        (0, "meas_level 0, but the device has [1, 2]"),
        (3, "meas_level 3, but the device has [1, 2]"),
        (1, "meas_level 1 needs measured signals, which no recording holds; use 2"),
        (2.0, "meas_level must be an integer, not 2.0"),
        ("2", "meas_level must be an integer, not '2'"),
        (True, "meas_level must be an integer, not True"),
    ],
)
def test_measurement_levels_other_than_classified_are_refused(level, message):
    assert message in _refused(meas_level=level)


def test_a_device_that_lists_no_levels_has_classified_ones():
    without = changed("ibmq_manila", "meas_levels").configuration

    assert _resolve(device=without).shots == 4000
    assert "the device has [2]" in _refused(device=without, meas_level=1)


def test_measurement_results_are_averages_or_single():
    assert _resolve(meas_return="single").shots == 4000
    assert "meas_return must be 'avg' or 'single', not 'x'" in _refused(meas_return="x")


def test_esp_readout_is_refused_where_the_device_has_none():
    assert _resolve(device=PERTH, use_measure_esp=True).shots == 4000
    for device in (MANILA, ARMONK):
        message = _refused(device=device, use_measure_esp=True)

        assert "use_measure_esp=True, but the device has no ESP readout" in message


@pytest.mark.parametrize("off", [False, np.bool_(False)])
def test_qubits_that_are_not_initialised_are_refused(off):
    assert "init_qubits=False: qubits that keep" in _refused(init_qubits=off)


@pytest.mark.parametrize("delay", [0, 0.0005, np.float64(0.00025), Fraction(1, 4000)])
def test_a_rep_delay_in_the_range_of_the_device_is_taken(delay):
    assert _resolve(rep_delay=delay).shots == 4000


@pytest.mark.parametrize("delay", [1, -1, math.nan, math.inf, 10**400, -(10**400), "x", True, 1j])
def test_another_rep_delay_is_refused_with_the_range(delay):
    message = _refused(rep_delay=delay)

    assert f"rep_delay {delay!r} s is outside the device's range 0 to 0.0005 s" in message


def test_a_rep_delay_is_refused_where_the_device_has_none():
    message = _refused(device=ARMONK, rep_delay=0.0001)

    assert "rep_delay 0.0001, but the device has no dynamic repetition rate" in message


@pytest.mark.parametrize(
    ("name", "expected", "values"),
    [
        ("memory", "True or False", [1, 0, "yes", [], math.nan]),
        ("init_qubits", "True or False", [1, 0, "no", ""]),
        ("use_measure_esp", "True or False", [1, "yes"]),
        ("meas_return", "'avg' or 'single'", [5, [1], Level.CLASSIFIED]),
        ("method", "a text", [5, ["statevector"], True]),
        ("parameter_binds", "a list of mappings", [5, "abc", [5], {}, {"a": 1}, [None]]),
        ("header", "a mapping with texts as names", [5, "x", [1], {1: 2}]),
        ("job_name", "a text", [5, ["a"]]),
        ("job_tags", "a list of texts", [5, "abc", [1], ["a", None], {"a": 1}]),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_it_must_be(name, expected, values):
    for value in [*values, Pair(), np.array([1, 2])]:
        message = _refused(**{name: value})

        assert f"ibmq_manila: {name} must be {expected}, not {value!r}" in message


def test_an_option_of_another_type_that_the_backend_was_set_to_is_refused():
    assert "memory must be True or False" in _refused(configured={**DEFAULTS, "memory": "yes"})


JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.complex_numbers(),
        st.text(max_size=5),
        st.binary(max_size=5),
        st.fractions(),
        st.decimals(),
        st.sampled_from([int, object, Level, len, Pair(), np.array([1, 2]), np.array(3)]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from([*DEFAULTS, *RUN_ONLY]) | st.text(max_size=8), JUNK, min_size=1, max_size=3
    )
)
def test_whatever_it_is_given_it_takes_or_refuses(junk):
    try:
        options = resolve(DEFAULTS, junk, MANILA, strict=True)
    except IBMQBackendValueError as error:
        assert "ibmq_manila: " in str(error)  # noqa: PT017  # it may also be taken
    else:
        assert 1 <= options.shots <= 8192


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3.0),
        (np.float32(0.5), 0.5),
        (Fraction(1, 2), 0.5),
        (10**400, math.inf),
        (-(10**400), -math.inf),
        (True, None),
        ("3", None),
        (None, None),
        (1j, None),
    ],
)
def test_a_real_number_is_a_float_and_nothing_else_is(value, number):
    assert as_number(value) == number
