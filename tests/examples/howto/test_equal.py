def test_both_runs_gave_the_same():
    assert {"00": 489, "11": 511} == {"00": 489, "01": 1, "11": 510}
