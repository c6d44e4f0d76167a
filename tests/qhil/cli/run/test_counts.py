import pytest

from qhil.cli.run.counts import Counts, bars, find_counts, without_counts
from qhil.counts import look_like_counts

RESULT = {
    "backend_name": "ibmq_manila",
    "job_id": "j",
    "results": [
        {
            "data": {"counts": {"0x0": 3, "0x5": 1}},
            "header": {"name": "bell", "memory_slots": 3, "creg_sizes": [["c", 2], ["d", 1]]},
        },
        {"data": {"counts": {"0x1": 4}}, "header": {"memory_slots": 2}},
        {"data": {}},
    ],
}


@pytest.mark.parametrize("value", [{"00": 1}, {"0": 3, "1": 0}, {"1 00": 5}, {"0x1f": 2, "0x0": 1}])
def test_counts_are_numbers_by_outcome(value):
    assert look_like_counts(value)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        None,
        {"00": 0.5},
        {"00": True},
        {"00": -1},
        {"0": 1, "00": 1},
        {"shots": 5},
        {"2": 1},
    ],
)
def test_other_things_are_not(value):
    assert not look_like_counts(value)


def test_they_are_found_wherever_they_are_and_named_by_their_place():
    result = {"a": {"00": 1}, "b": [{"c": {"1": 2}}, 3], "shots": 3}

    assert find_counts(result) == [Counts("a", {"00": 1}), Counts("b[0].c", {"1": 2})]
    assert find_counts({"11": 4}) == [Counts("", {"11": 4})]
    assert find_counts([{"11": 4}]) == [Counts("[0]", {"11": 4})]
    assert find_counts("text") == []


def test_those_of_a_result_are_bit_strings_by_circuit():
    assert find_counts({"job": RESULT}) == [
        Counts("job.bell", {"0 00": 3, "1 01": 1}),
        Counts("job.results[1]", {"01": 4}),
    ]


@pytest.mark.parametrize(
    ("result", "rest"),
    [
        ({"00": 1}, None),
        (RESULT, None),
        ({"counts": {"00": 1}, "shots": 1}, {"shots": 1}),
        ({"counts": {"00": 1}}, None),
        ([{"00": 1}, {"11": 1}], None),
        ([{"00": 1}, "note"], ["note"]),
        ([1, 2], [1, 2]),
        ({"counts": {"00": 1}, "error": None}, {"error": None}),
        (3, 3),
    ],
)
def test_the_rest_is_what_bars_do_not_show(result, rest):
    assert without_counts(result) == rest


def test_bars_are_as_long_as_the_counts_say():
    lines = bars(Counts("", {"1": 30, "0": 60, "x": 0}), width=30, blocks=False).plain.splitlines()

    assert [line.split()[0] for line in lines] == ["0", "1", "x"]
    assert [line.count("#") for line in lines] == [13, 6, 0]
    assert lines[0].endswith("60   66.7 %")
    assert max(map(len, lines)) <= 30


def test_blocks_are_finer():
    (line,) = bars(Counts("", {"0": 1}), width=30, blocks=True).plain.splitlines()
    half = bars(Counts("", {"0": 16, "1": 1}), width=30, blocks=True).plain.splitlines()[1]

    assert line.count("█") == 14
    assert "▊" in half or "▉" in half or "▋" in half


def test_of_many_outcomes_the_most_frequent_are_shown():
    counts = Counts("", {f"{n:05b}": n for n in range(32)})

    lines = bars(counts, width=60, blocks=True).plain.splitlines()

    assert len(lines) == 16
    assert lines[0].split()[0] == "11111"
    assert lines[-1].strip() == "and 17 more outcomes with 136 shots"


def test_long_outcomes_are_shortened_in_the_middle():
    (line,) = bars(Counts("", {"0" * 126 + "1": 5}), width=80, blocks=True).plain.splitlines()

    assert ".." in line
    assert line.split()[0].endswith("01")
    assert len(line) <= 80


def test_counts_of_nothing_have_no_share():
    assert "%" not in bars(Counts("", {"0": 0}), width=40, blocks=True).plain
