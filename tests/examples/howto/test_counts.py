import qhil

FAIR = {"0": 0.5, "1": 0.5}


def test_counts_are_those_of_a_distribution():
    qhil.assert_counts_close({"0": 489, "1": 511}, FAIR)


def test_counts_are_those_of_another_run():
    qhil.assert_counts_close({"0": 489, "1": 511}, {"0": 52, "1": 48})


def test_counts_are_near_those_of_a_distribution():
    qhil.assert_counts_close({"0": 560, "1": 440}, FAIR, within=0.05)
