"""A report in its forms: terminal, JSON, page."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from rich.console import Console

from qhil.calibrating import CalibrationReport, Distance, FoundParameter, JudgedCircuit
from qhil.calibrating.verdict import _warnings
from qhil.calibrating.words import MODEL_NAMES
from qhil.errors import FitError

NOON = datetime(2030, 1, 1, 12, tzinfo=timezone.utc)


def around(value):
    return Distance(value, value - 0.01, value + 0.02)


def report(*, after=0.05, notes=()):
    values = {"before": 0.08, "after": after, "ideal": 0.3, "uniform": 0.25, "mix": 0.12}
    distances = {model: around(value) for model, value in values.items()}
    return CalibrationReport(
        device="ibmq_<b>",
        digest="0123456789abcdef",
        calibrated=NOON,
        taken=NOON,
        run="live & well",
        folds=2,
        seed=7,
        parameters=(
            FoundParameter("prob_meas1_prep0[3]", "", 0.02, 0.031, 0.004, None, told=True),
            FoundParameter("zz_scale", "", 1.0, 1.3, 0.05, 0.4, told=True),
            FoundParameter("detunings[3]", "Hz", 0.0, 0.0, 19e3, 20e3, told=False),
        ),
        circuits=(JudgedCircuit("idle1", 512, 0, distances, 0.03),),
        means=distances,
        gain=around(0.08 - after),
        floor=0.03,
        misfit=1.4,
        notes=notes,
    )


def printed(one, **console):
    out = Console(width=200, **console)
    with out.capture() as captured:
        out.print(one.table())
    return captured.get()


def test_a_fit_that_predicts_better_is_accepted():
    assert report(after=0.05).accepted
    assert not report(after=0.08).accepted
    assert not report(after=0.09).accepted


def test_a_table_has_parameters_distances_and_notes():
    text = printed(report(notes=("the counts were taken 3 days after the calibration",)))

    assert re.search(r"zz_scale +1 +1\.3 +0\.05", text)
    assert re.search(r"detunings\[3\] +0 kHz +- +19 kHz +the data cannot tell: as recorded", text)
    assert re.search(
        r"idle1 +0\.080 \[0\.070, 0\.100\] +0\.050 \[0\.040, 0\.070\] +0\.300 +0\.250 +0\.120 +0\.030",
        text,
    )
    assert "3 days after" in text
    assert "refused" not in text


def test_overfitting_is_said_in_red():
    text = printed(report(after=0.09), force_terminal=True, no_color=False, color_system="standard")

    red = re.search(
        r"\x1b\[1;31m(refused, for it predicts held-out circuits no better[^\x1b]*)", text
    )
    assert red is not None
    assert "0.090" in red[1]


def test_json_comes_back_and_has_a_version():
    one = report(notes=("a note",))
    facts = json.loads(one.to_json())

    assert CalibrationReport.from_json(one.to_json()) == one
    assert (facts["format"], facts["version"]) == ("qhil.calibration_report", 1)
    assert facts["accepted"] is True


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not a report of a calibration"),
        ("[]", "found None"),
        ('{"format": "qhil.sweep", "version": 1}', "qhil.sweep"),
        ('{"format": "qhil.calibration_report", "version": 2}', "2"),
        ('{"format": "qhil.calibration_report", "version": 1, "device": 3}', "device"),
    ],
)
def test_json_that_is_no_report_is_refused(text, told):
    with pytest.raises(FitError, match=re.escape(told)):
        CalibrationReport.from_json(text)


class _Tags(HTMLParser):
    """Every tag is closed in order."""

    VOID = frozenset({"meta", "rect", "line", "circle"})

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID or (tag == "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def page():
    parsed = _Tags()
    parsed.feed(report(notes=("a <note>",)).to_html())
    parsed.close()
    return parsed


def test_a_page_is_whole_and_needs_nothing_else(page):
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.seen}
    assert not any("href" in attributes or "src" in attributes for _, attributes in page.seen)
    assert "Calibration of ibmq_<b>" in page.text
    assert any("a <note>" in text for text in page.text)
    assert any("live & well" in text for text in page.text)


def test_a_page_shows_each_model_of_each_circuit_and_each_parameter_with_a_prior(page):
    marks = [attributes["class"] for tag, attributes in page.seen if tag == "circle"]

    assert marks[:10] == list(MODEL_NAMES) * 2
    assert marks[10:] == ["after", "untold"]
    assert [tag for tag, _ in page.seen].count("svg") == 2


def test_a_refused_fit_is_a_bad_page():
    text = report(after=0.09).to_html(title="Mine")

    assert '<p class="summary bad">refused' in text
    assert "<title>Mine</title>" in text


def test_a_report_warns_of_what_its_numbers_do_not_show():
    judged = SimpleNamespace(
        fit=SimpleNamespace(misfit=4.0, together=(("zz_scale", "detunings[3]", 0.97),))
    )

    misfit, simple, together = _warnings(judged, report(after=0.13).means)

    assert "misfit 4.0" in misfit
    assert "2.0 times as wide" in misfit
    assert simple == "mix predicts the held-out circuits better than the fit does"
    assert together.startswith(
        "zz_scale and detunings[3] are told together only (correlation +0.97)"
    )
