from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

import qhil
from qhil.comparison.calibration import calibration_drift
from qhil.recordings.drifted import Drift, drifted


def test_nothing_changed(manila):
    found = calibration_drift(manila, manila)

    assert found.changes == ()
    assert (found.gone, found.new, found.topology) == ((), (), ())
    assert found.unchanged > 50


def test_what_changed_is_told_with_both_numbers(manila):
    twin = drifted(manila, Drift(readout={3: 0.02}, couplings={(0, 1): 2.0}))
    found = {(one.place, one.quantity): one for one in calibration_drift(manila, twin).changes}

    assert set(found) == {
        ("qubit 3", "readout error"),
        ("cx 0-1", "gate error"),
        ("cx 1-0", "gate error"),
    }
    readout = found[("qubit 3", "readout error")]
    assert readout.after - readout.before == pytest.approx(0.02)
    assert found[("cx 0-1", "gate error")].relative == pytest.approx(1.0)
    assert readout.worsening > 0


def test_a_shorter_t1_is_worse_and_a_longer_one_better(manila):
    for factor, sign in ((0.5, 1), (2.0, -1)):
        twin = drifted(manila, Drift(t1={2: factor}))
        changes = calibration_drift(manila, twin).changes
        t1 = next(one for one in changes if one.quantity == "T1")

        assert t1.worsening * sign > 0


def test_without_three_dates_nothing_is_unusual(manila, twin):
    found = calibration_drift(manila, twin)

    assert not found.has_spread
    assert all(one.spreads is None for one in found.changes)


def test_a_change_is_measured_by_the_history(manila):
    """T1 of qubit 0 has gone 1, 0.9, 1.1 (spread 1.4826 of the median deviation of the logarithm); then to a half."""
    history = manila
    for factor in (0.9, 1.1 / 0.9):
        history = drifted(history, Drift(t1={0: factor}))
    later = drifted(history, Drift(t1={0: 0.5}))
    found = calibration_drift(history, later)
    t1 = next(one for one in found.changes if one.quantity == "T1")

    assert found.has_spread
    # Logarithms 0, -0.105, +0.095: median 0, deviations 0, 0.105, 0.095, of which the median is 0.095.
    assert t1.spreads == pytest.approx(-0.6931 / (0.0953 / 0.67449), rel=1e-3)
    assert found.changes[0].spreads is not None


def test_gates_qubits_and_couplings_that_are_gone_are_named(manila):
    properties, configuration = manila.properties().json, manila.configuration.json
    properties["gates"] = [
        gate for gate in properties["gates"] if gate["qubits"] not in ([3, 4], [4, 3])
    ]
    configuration["coupling_map"] = [
        pair for pair in configuration["coupling_map"] if set(pair) != {3, 4}
    ]
    configuration["basis_gates"] = [*configuration["basis_gates"], "rzz"]
    for gate in configuration["gates"]:
        if gate["name"] == "cx":
            gate["coupling_map"] = configuration["coupling_map"]
    other = qhil.Recording.from_json(configuration, properties)
    found = calibration_drift(manila, other)

    assert found.gone == ("cx 3-4", "cx 4-3")
    assert found.topology == ("couplings gone: 3-4, 4-3", "basis gates new: rzz")
    assert calibration_drift(other, manila).new == found.gone


def test_the_history_is_told_date_by_date(manila, twin):
    found = calibration_drift(manila, twin)

    assert [one.date for one in found.history] == [found.before, found.after]
    assert found.history[1].readout_error >= found.history[0].readout_error


def test_a_recording_at_a_date_has_no_later_history():
    sherbrooke = qhil.load_recording("ibm_sherbrooke", source="bundled")
    first = sherbrooke.until(sherbrooke.history[0].date + timedelta(days=1))
    found = calibration_drift(first, sherbrooke)

    assert (found.before[:10], found.after[:10]) == ("2023-01-03", "2025-02-26")
    assert found.dates == 1
    assert dataclasses.asdict(found)["cells"] is not None
