import qhil

FAIR = {"0": 0.5, "1": 0.5}


def test_counts_may_come_from_this_distribution():
    qhil.assert_counts_close({"0": 489, "1": 511}, FAIR)


def test_counts_may_come_from_one_distribution():
    qhil.assert_counts_close({"0": 489, "1": 511}, {"0": 52, "1": 48})


def test_counts_come_from_a_distribution_near_this():
    qhil.assert_counts_close({"0": 560, "1": 440}, FAIR, within=0.05)


def test_a_coin_is_fair():
    qhil.assert_counts_close({"0": 640, "1": 360}, FAIR)


def test_two_equal_runs():
    assert {"00": 489, "11": 511} == {"00": 489, "11": 510, "01": 1}
