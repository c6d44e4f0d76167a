import subprocess
import sys

import pytest
from qiskit.result import Counts

import qhil
from qhil.counts import assert_counts_close

BELL = {"00": 0.5, "11": 0.5}


def test_counts_that_fit_pass():
    assert_counts_close({"00": 510, "11": 514}, BELL)
    assert_counts_close({"00": 510, "11": 514}, {"00": 2040, "11": 2056})
    assert_counts_close({"00": 500, "01": 10, "11": 514}, BELL, within=0.02)
    assert_counts_close({"00": 500, "01": 10, "11": 514}, {"00": 512, "11": 512}, within=0.02)


def test_counts_of_qiskit_are_counts():
    counts = Counts({"0x0": 510, "0x3": 514}, memory_slots=2)

    assert_counts_close(counts, BELL)
    with pytest.raises(AssertionError):
        assert_counts_close(Counts({"0x0": 1024}, memory_slots=2), BELL)


def test_the_message_has_both_distributions_and_what_decides():
    with pytest.raises(AssertionError) as caught:
        assert_counts_close({"00": 400, "11": 624}, {"00": 510, "11": 514})

    lines = str(caught.value).splitlines()
    assert lines[0] == "counts differ from what is expected"
    assert lines[1].split("  ")[-1].strip() == "expected, 1024 shots"
    assert [line.split()[0] for line in lines[2:4]] == ["00", "11"]
    assert [line.split()[0] for line in lines[5:]] == ["likelihood", "p", "total", "shots"]
    assert "400  39.1 %" in lines[2]
    assert "510  49.8 %" in lines[2]
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in str(caught.value)


def test_the_message_names_the_distance_that_was_allowed():
    with pytest.raises(
        AssertionError, match=r"^counts are further than 0\.02 from what is expected"
    ):
        assert_counts_close({"00": 330, "11": 694}, BELL, within=0.02)


def test_a_false_alarm_rate_decides():
    counts = {"00": 540, "11": 484}

    assert_counts_close(counts, BELL, false_alarm=0.05)
    with pytest.raises(AssertionError):
        assert_counts_close(counts, BELL, false_alarm=0.1)


def test_the_same_counts_get_the_same_message():
    counts = {f"{index:05b}": 100 + 12 * (index % 7) for index in range(32)}
    even = dict.fromkeys(counts, 1 / 32)
    messages = []
    for _ in range(2):
        with pytest.raises(AssertionError) as caught:
            assert_counts_close(counts, even, false_alarm=0.01)
        messages.append(str(caught.value))

    assert messages[0] == messages[1]


@pytest.mark.parametrize("within", [-0.1, 1, float("nan")])
def test_a_distance_is_less_than_one(within):
    with pytest.raises(
        ValueError, match=r"within: expected a distance from 0 to less than 1, found"
    ):
        assert_counts_close({"00": 5}, BELL, within=within)


@pytest.mark.parametrize("false_alarm", [0, 1e-7, 0.6, float("nan")])
def test_a_false_alarm_rate_is_one_that_can_be_kept(false_alarm):
    with pytest.raises(ValueError, match=r"false_alarm: expected a rate from 1e-06 to 0\.5, found"):
        assert_counts_close({"00": 5}, BELL, false_alarm=false_alarm)


def test_counts_of_another_form_are_refused():
    with pytest.raises(ValueError, match="makes bits of a hexadecimal outcome"):
        assert_counts_close({"0x0": 5}, BELL)


def test_importing_it_imports_neither_qiskit_nor_numpy():
    code = "import qhil.counts; print(sorted({'qiskit', 'numpy', 'scipy'} & set(sys.modules)))"
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
    assert qhil.counts.assert_counts_close is assert_counts_close


def test_passing_needs_no_more_of_scipy_than_its_functions():
    """Importing `scipy.stats` alone takes half a second."""
    code = (
        "from qhil.counts import assert_counts_close as close; "
        "close({'0': 510, '1': 514}, {'0': 0.5, '1': 0.5}); "
        "close({'0': 510, '1': 514}, {'0': 500, '1': 500}, within=0.1); "
        "print('scipy.stats' in sys.modules)"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
