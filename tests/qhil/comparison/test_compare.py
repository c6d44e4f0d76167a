from __future__ import annotations

from datetime import datetime, timezone

import pytest

import qhil
from qhil.comparison import Settings, Verdict, sampled
from qhil.comparison.sides import RecordedSide, side_of
from qhil.measured import MeasuredCircuit, MeasuredRun, text_of

TAKEN = datetime(2021, 7, 27, tzinfo=timezone.utc)


def run_of(recording, circuits, *, shots=4000, seed=8, properties=None):
    """A saved run, as from a device."""
    result = qhil.RecordedBackend(recording, seed=seed).run(list(circuits), shots=shots).result()
    measured = tuple(
        MeasuredCircuit(one.name, text_of(one), shots, dict(result.get_counts(index)))
        for index, one in enumerate(circuits)
    )
    return MeasuredRun(recording.name, TAKEN, "live", measured, properties)


def test_a_device_agrees_with_itself(equal_comparison):
    assert equal_comparison.verdict is Verdict.AGREE
    assert equal_comparison.exit_code == 0
    assert equal_comparison.differing == ()


def test_drift_is_found_and_named(drifted_comparison, pair_of):
    assert drifted_comparison.verdict is Verdict.DRIFTED
    assert drifted_comparison.exit_code == 1
    assert drifted_comparison.attribution.suspects[0].place == f"qubit {pair_of[0]}"
    assert "circuits differ" in drifted_comparison.told


def test_too_few_shots_are_inconclusive_and_how_many_would_do_is_told(manila, circuits):
    found = qhil.compare(manila, RecordedSide(manila, sampled=True), circuits=circuits, shots=60)

    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.exit_code == 2
    assert "shots a circuit would do" in found.told
    enough = max(one.shots_needed for one in found.circuits if one.shots_needed)
    again = qhil.compare(
        manila, RecordedSide(manila, sampled=True), circuits=circuits, shots=enough, seed=1
    )
    assert again.verdict is Verdict.AGREE


def test_a_difference_that_is_tolerated_is_none(manila, twin, circuits):
    settings = Settings(tolerance=0.09, within=0.15)
    found = qhil.compare(
        manila, RecordedSide(twin, sampled=True), circuits=circuits, settings=settings
    )

    assert found.verdict is Verdict.AGREE
    assert found.p_suite is None


def test_exact_sides_are_judged_by_their_distance(manila, twin, circuits):
    near, far = (
        qhil.compare(manila, twin, circuits=circuits, settings=Settings(within=within))
        for within in (0.1, 0.01)
    )

    assert near.verdict is Verdict.AGREE
    assert far.verdict is Verdict.DRIFTED
    assert all(one.p is None and one.shots == (None, None) for one in near.circuits)


def test_one_seed_gives_one_comparison(manila, circuits):
    one, same, other = (
        qhil.compare(
            manila,
            RecordedSide(manila, sampled=True),
            circuits=circuits,
            seed=seed,
            attributed=False,
        )
        for seed in (5, 5, 6)
    )

    assert one == same
    assert one.circuits[0].second != other.circuits[0].second


def test_two_sampled_sides_share_no_shots(manila, circuits):
    found = qhil.compare(manila, manila, circuits=circuits, sampled=True, attributed=False)

    assert all(one.first != one.second for one in found.circuits)
    assert all(one.shots == (4000, 4000) for one in found.circuits)


def test_a_saved_run_brings_its_circuits(manila, twin, circuits, tmp_path):
    file = run_of(twin, circuits).save(tmp_path / "monday.json")
    found = qhil.compare("ibmq_manila", file, attributed=False)

    assert [one.name for one in found.circuits] == [one.name for one in circuits]
    assert found.second == "monday.json"
    assert found.verdict is Verdict.DRIFTED
    assert found.calibration is None  # the run has no properties


def test_properties_of_a_run_are_its_calibration(manila, twin, circuits):
    run = run_of(twin, circuits, properties=twin.properties().json)
    found = qhil.compare(manila, run, attributed=False)

    assert [one.quantity for one in found.calibration.changes] == ["readout error"]


def test_two_runs_are_compared_by_what_both_have(manila, twin, circuits):
    first, second = run_of(manila, circuits[:3]), run_of(twin, circuits[1:], seed=9)
    found = qhil.compare(first, second, attributed=False)

    assert [one.name for one in found.circuits] == [one.name for one in circuits[1:3]]


def test_runs_with_nothing_in_common_are_refused(manila, circuits):
    with pytest.raises(qhil.ComparisonError, match="no circuit in common"):
        qhil.compare(run_of(manila, circuits[:1]), run_of(manila, circuits[1:2]))


def test_circuits_of_one_name_must_be_the_same(manila, circuits):
    other = circuits[1].copy(name=circuits[0].name)
    with pytest.raises(qhil.ComparisonError, match="is not the same"):
        qhil.compare(run_of(manila, circuits[:1]), run_of(manila, [other]))
    with pytest.raises(qhil.ComparisonError, match="has measured another circuit"):
        qhil.compare(manila, run_of(manila, circuits[:1]), circuits=[other])
    with pytest.raises(qhil.ComparisonError, match="has not measured"):
        qhil.compare(manila, run_of(manila, circuits[:1]), circuits=[circuits[2]])


def test_a_run_of_another_device_is_refused(manila, circuits):
    import dataclasses

    other = dataclasses.replace(run_of(manila, circuits[:1]), device="ibmq_belem")
    with pytest.raises(qhil.ComparisonError, match="two devices: ibmq_belem and ibmq_manila"):
        qhil.compare(manila, other)


def test_a_gate_that_is_gone_is_told_and_the_rest_goes_on(manila, circuits, pair_of):
    properties = manila.properties().json
    properties["gates"] = [one for one in properties["gates"] if set(one["qubits"]) != set(pair_of)]
    run = run_of(manila, circuits, properties=properties)
    found = qhil.compare(manila, run)

    assert len(found.calibration.gone) == 2
    assert "has no calibration for: cx" in found.attribution.not_simulated
    assert found.attribution.under_new is None
    assert found.verdict is Verdict.AGREE


def test_any_side_will_do(manila, circuits):
    """Three facts and one method."""

    class Stuck:
        label, recording, circuits = "a stuck device", None, None

        def outcomes(self, circuits, *, shots, seed):
            del seed
            return [sampled({"0" * one.num_clbits: shots}) for one in circuits]

    found = qhil.compare(manila, Stuck(), circuits=circuits)

    assert found.second == "a stuck device"
    assert found.verdict is Verdict.DRIFTED


def test_a_date_is_part_of_a_name():
    side = side_of("ibm_sherbrooke@2023-05-01")

    assert side.label == "ibm_sherbrooke@2023-01-03"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("ibmq_manilla", "ibmq_manila", "no file, and no recording"),
        ("ibmq_manila", "ibmq_belem", "two devices: ibmq_belem and ibmq_manila"),
        ("ibmq_manila", "live:ibmq_manila", "budget"),
    ],
)
def test_what_cannot_be_compared_is_refused(first, second, told):
    with pytest.raises(qhil.ComparisonError, match=told):
        qhil.compare(first, second)


def test_circuits_need_names_of_their_own(manila, circuits):
    with pytest.raises(qhil.ComparisonError, match="each with a name of its own; found twice"):
        qhil.compare(manila, manila, circuits=[circuits[0], circuits[0]])
    with pytest.raises(qhil.ComparisonError, match="found none"):
        qhil.compare(manila, manila, circuits=[])


def test_what_is_too_large_is_sampled(manila, circuits):
    from qiskit import QuantumCircuit

    middle = QuantumCircuit(5, 2, name="middle")
    middle.measure(0, 0)
    middle.x(0)
    middle.measure(0, 1)
    found = qhil.compare(manila, manila, circuits=[circuits[0], middle], shots=2000)

    assert [one.shots for one in found.circuits] == [(None, None), (2000, 2000)]
    assert found.attribution.left_out == 1


def test_the_assertion_shows_what_differs_most(manila, twin, circuits, pair_of):
    run = run_of(twin, circuits)
    with pytest.raises(AssertionError) as failed:
        qhil.assert_agrees(manila, run)
    text = str(failed.value)

    assert "drifted: " in text
    assert "95 % interval" in text
    assert f"what would explain it: qubit {pair_of[0]}, readout error up by" in text


def test_the_assertion_passes_where_both_agree(manila, circuits):
    assert qhil.assert_agrees(manila, run_of(manila, circuits)).verdict is Verdict.AGREE


def test_too_few_shots_fail_the_assertion_unless_told_otherwise(manila, circuits):
    run = run_of(manila, circuits, shots=60)
    with pytest.raises(AssertionError, match="inconclusive"):
        qhil.assert_agrees(manila, run)
    qhil.assert_agrees(manila, run, inconclusive="pass")
    with pytest.raises(ValueError, match="expected 'fail' or 'pass'"):
        qhil.assert_agrees(manila, run, inconclusive="maybe")
