import pytest
from rich.console import Console

from qhil.cli import show as command


def test_the_drawing_its_legend_and_where_it_is_from(qhil_command):
    done = qhil_command("show", "ibm_washington", "--source", "bundled")

    assert done.exit_code == 0
    assert done.stdout.startswith("ibm_washington  127 qubits, basis ")
    assert "calibrated 2022-04-12" in done.stdout
    assert "from bundled, digest " in done.stdout
    assert "126" in done.stdout
    assert "qubits: readout error" in done.stdout
    assert "lines: cx error" in done.stdout
    assert "\x1b" not in done.stdout


def test_qubits_may_be_coloured_by_a_time(qhil_command):
    assert "qubits: T1" in qhil_command("show", "ibmq_belem", "--color-by", "t1").stdout


def test_an_earlier_calibration(qhil_command):
    now = qhil_command("show", "ibm_sherbrooke", "--source", "bundled").stdout
    then = qhil_command(
        "show", "ibm_sherbrooke", "--source", "bundled", "--at", "2023-06-01"
    ).stdout

    assert "calibrated 2025-02-26" in now
    assert "(and 1 earlier)" in now
    assert "calibrated 2023-01-03" in then


def test_a_date_before_the_first_names_the_dates(qhil_command):
    done = qhil_command("show", "ibmq_belem", "--at", "2001-01-01")

    assert done.exit_code == 2
    assert "2021-03-15" in done.stderr


def test_colours_on_a_terminal_and_its_width(qhil_command, monkeypatch):
    console = Console(force_terminal=True, width=60, color_system="truecolor")
    monkeypatch.setattr(command, "console", lambda: console)
    with console.capture() as captured:
        qhil_command("show", "ibm_fez")

    text = captured.get()
    assert "\x1b[" in text
    assert "from a width of 79 characters on" in text.replace("\n", " ")


@pytest.mark.requires("matplotlib")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of matplotlib's own parser
def test_into_a_file(qhil_command, tmp_path):
    done = qhil_command("show", "ibmq_belem", "--output", tmp_path / "belem.svg")

    assert done.exit_code == 0
    assert done.stdout == ""
    assert "ibmq_belem" in (tmp_path / "belem.svg").read_text(encoding="utf-8")


def test_an_unknown_file_format_is_a_usage_error(qhil_command, tmp_path):
    done = qhil_command("show", "ibmq_belem", "--output", tmp_path / "belem.gif")

    assert done.exit_code == 2
    assert ".png or .svg" in done.stderr
