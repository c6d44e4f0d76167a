import qhil


def test_the_coin_is_fair():
    qhil.assert_counts_close({"0": 640, "1": 360}, {"0": 0.5, "1": 0.5})
