from __future__ import annotations

import sys

import pytest

import qhil
from qhil.comparison import Settings, find_settings, read_settings

needs_toml = pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib came with Python 3.11")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("false_alarm", 0.0),
        ("false_alarm", 0.6),
        ("within", 0.0),
        ("tolerance", 0.2),  # more than within
        ("power", 1.0),
        ("within", True),
        ("within", "0.1"),
    ],
)
def test_a_number_out_of_range_is_refused(name, value):
    with pytest.raises(qhil.ComparisonError, match=f"{name}: expected a number from"):
        Settings(**{name: value})


def test_an_unknown_control_is_refused():
    with pytest.raises(qhil.ComparisonError, match="expected holm or bh, found 'bonferroni'"):
        Settings(control="bonferroni")


def test_what_is_not_given_stays():
    assert Settings(within=0.2).but(within=None, power=0.5) == Settings(within=0.2, power=0.5)


@needs_toml
def test_thresholds_of_the_nearest_pyproject_are_read(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.qhil.compare]\nwithin = 0.07\ncontrol = 'bh'\n")
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)

    assert find_settings(inside) == Settings(within=0.07, control="bh")


def test_a_file_without_the_table_leaves_the_defaults(tmp_path):
    file = tmp_path / "pyproject.toml"
    file.write_text("[tool.other]\nwithin = 3\n")

    assert read_settings(file) == Settings()


@needs_toml
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("withn = 0.1", "no setting 'withn'; nearest: within"),
        ("within = [1]", "within: expected a number or a text"),
        ("within = ", "cannot be read"),
        ("within = 2.0", "within: expected a number from"),
    ],
)
def test_a_setting_that_is_none_is_refused(tmp_path, line, told):
    file = tmp_path / "pyproject.toml"
    file.write_text(f"[tool.qhil.compare]\n{line}\n")

    with pytest.raises(qhil.ComparisonError, match=told):
        read_settings(file)
