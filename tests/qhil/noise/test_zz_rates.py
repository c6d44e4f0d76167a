from __future__ import annotations

import pytest

import qhil_fixtures
from qhil.errors import CalibrationError
from qhil.noise.zz_rates import MOST_PLAUSIBLE, split, zz_rates
from qhil.recordings import Recording, load_recording


def rates(recording):
    return zz_rates(recording.configuration, recording.properties())


def manila(general, coupling_map=None):
    """ibmq_manila with these values, in GHz unless a unit is told, for all devices at large."""
    configuration = qhil_fixtures.configuration("ibmq_manila")
    (properties,) = qhil_fixtures.properties("ibmq_manila")
    properties["general"] = [
        {
            "date": properties["last_update_date"],
            "name": name,
            "unit": "GHz" if isinstance(value, (int, float)) else value[1],
            "value": value if isinstance(value, (int, float)) else value[0],
        }
        for name, value in general.items()
    ]
    configuration["coupling_map"] = coupling_map or configuration["coupling_map"]
    return Recording.from_json(configuration, properties)


def test_a_rate_is_in_hertz_by_the_lower_and_the_higher_qubit():
    found = rates(manila({"zz_10": -5e-5, "zz_12": (60, "kHz"), "jq_01": 1e-3}))

    assert found.rates == {(0, 1): pytest.approx(-50e3), (1, 2): pytest.approx(60e3)}
    assert found.left_out == {(2, 3): "not recorded", (3, 4): "not recorded"}


def test_numbers_that_run_together_are_told_apart_by_the_coupling_map():
    washington = rates(load_recording("ibm_washington")).rates

    assert washington[(62, 72)] == pytest.approx(-51.532e3, rel=1e-4)
    assert washington[(99, 100)] == pytest.approx(-43.852e3, rel=1e-4)
    assert split("zz_6272", {(6, 272), (62, 72)}) == ((6, 272), (62, 72))
    assert split("zz_012", {(0, 12), (1, 2)}) == ((0, 12),)
    assert split("zz_113", {(1, 13), (3, 11)}) == ((1, 13),)
    assert split("zz_113", {(3, 11)}) == ((3, 11),)
    assert split("zz_1", {(0, 1)}) == ()


@pytest.mark.parametrize(
    ("value", "reason"),
    [(0, "recorded as 0"), (7.4e-4, "implausible, 740 kHz"), (-5e-4, "implausible, -500 kHz")],
)
def test_a_rate_that_cannot_be_is_left_out_and_said(value, reason):
    found = rates(manila({"zz_01": value, "zz_12": -5e-5}))

    assert (0, 1) not in found.rates
    assert found.left_out_among({0, 1, 2}) == [f"ZZ of qubits 0 and 1: {reason}"]


def test_the_rate_of_perth_that_is_beyond_all_others_is_left_out():
    found = rates(load_recording("ibm_perth"))

    assert found.left_out[(1, 2)] == "implausible, 738 kHz"
    assert all(abs(rate) <= MOST_PLAUSIBLE for rate in found.rates.values())


def test_a_device_with_tunable_couplers_has_none():
    torino = load_recording("ibm_torino")
    found = rates(torino)

    assert not found.rates
    assert set(found.left_out.values()) == {"recorded as 0"}
    assert len(found.left_out) == len(
        {frozenset(pair) for pair in torino.configuration.coupling_map}
    )


def test_what_may_be_either_of_two_pairs_is_refused_where_it_matters():
    """zz_1112 on a device that couples 11 with 12 and 1 with 112."""
    configuration = qhil_fixtures.configuration("ibm_washington")
    configuration["coupling_map"] += [[1, 112], [112, 1]]
    (properties,) = qhil_fixtures.properties("ibm_washington")
    recording = Recording.from_json(configuration, properties)
    found = rates(recording)

    assert found.left_out[(11, 12)] == found.left_out[(1, 112)] == "ambiguous"
    found.require("ibm_washington", {11, 13, 14})
    with pytest.raises(CalibrationError, match=r"zz_1112 .* qubits \[11, 12\]"):
        found.require("ibm_washington", {11, 12})


def test_a_pair_that_is_told_twice_is_ambiguous():
    assert rates(manila({"zz_01": -5e-5, "zz_10": -6e-5})).left_out[(0, 1)] == "ambiguous"


def test_a_unit_that_is_none_of_frequency_is_refused():
    with pytest.raises(CalibrationError, match="in 'us'; expected GHz"):
        rates(manila({"zz_01": (3.0, "us")}))


@pytest.mark.parametrize("name", qhil_fixtures.device_names())
def test_every_coupled_pair_of_a_bundled_device_has_a_rate_or_a_reason(name):
    recording = load_recording(name)
    found = rates(recording)
    coupled = {tuple(sorted(pair)) for pair in recording.configuration.coupling_map or ()}

    assert found.rates.keys() | found.left_out.keys() == coupled
    assert not found.rates.keys() & found.left_out.keys()
    assert not found.ambiguous
