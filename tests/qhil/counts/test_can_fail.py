import pytest

from qhil.counts import assert_counts_close


def refused(counts, expected, **options):
    with pytest.raises(ValueError, match=r"^no counts of \d+ shots could fail at ") as caught:
        assert_counts_close(counts, expected, **options)
    return str(caught.value)


def test_too_few_shots_for_a_fair_coin():
    text = refused({"0": 7, "1": 7}, {"0": 0.5, "1": 0.5})

    assert text == (
        "no counts of 14 shots could fail at false_alarm=0.0001; 15 shots could, or a larger false_alarm"
    )
    with pytest.raises(AssertionError):
        assert_counts_close({"0": 15}, {"0": 0.5, "1": 0.5})
    with pytest.raises(AssertionError):
        assert_counts_close({"0": 14}, {"0": 0.5, "1": 0.5}, false_alarm=1e-3)


def test_an_outcome_that_is_not_expected_could_fail_with_any_shots():
    assert_counts_close({"00": 1}, {"00": 0.5, "11": 0.5})
    with pytest.raises(AssertionError):
        assert_counts_close({"01": 1}, {"00": 0.5, "11": 0.5})


def test_too_few_shots_for_two_samples():
    text = refused({"0": 7}, {"1": 7})

    assert text.endswith("; 8 shots each could, or a larger false_alarm")
    with pytest.raises(AssertionError):
        assert_counts_close({"0": 8}, {"1": 8}, false_alarm=2e-4)


def test_too_few_shots_to_be_further_than_within():
    text = refused({"0": 10, "1": 9}, {"0": 0.5, "1": 0.5}, within=0.1)

    assert text.endswith("; 20 shots could, or a larger false_alarm or a smaller within")
    with pytest.raises(AssertionError):
        assert_counts_close({"0": 20}, {"0": 0.5, "1": 0.5}, within=0.1)


def test_too_few_shots_of_two_samples_to_be_further_than_within():
    text = refused({"0": 8}, {"1": 8}, within=0.1)

    assert text.endswith("; 16 shots each could, or a larger false_alarm or a smaller within")
    with pytest.raises(AssertionError):
        assert_counts_close({"0": 16}, {"1": 16}, within=0.1)


def test_a_distance_that_no_distribution_has():
    text = refused({"0": 500, "1": 3}, {"0": 0.5, "1": 0.5}, within=0.5)

    assert text.endswith("; no distribution is further away than that: a smaller within is needed")
