from __future__ import annotations

import ast
import io
import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from rich.console import Console

import qhil
from qhil.sweeping import SweepReport, Tried, Verdict


@pytest.fixture(scope="module")
def report():
    """One point of each verdict, and pairs."""
    points = (
        Tried("backend.run=1*delay(60)", Verdict.SAME, later={"job.result": (1, 1)}),
        Tried("backend.run=delay(60)", Verdict.SAME),
        Tried("backend.run=1*api_error", Verdict.DOCUMENTED, ("Error: no <luck>",)),
        Tried("backend.run=api_error", Verdict.HANG, ("called too often",)),
        Tried("backend.run@2=1*lost_answer", Verdict.DUPLICATE, ("2 jobs",), (Verdict.WRONG,)),
        Tried("backend.run@2=lost_answer", Verdict.WRONG, ('result["a"] is 1 & 2',)),
        Tried('job.result=1*api_error("no; luck")', Verdict.UNDOCUMENTED, ("Error",), (), "Error"),
        Tried("job.result=api_error", Verdict.LEAK, ("left behind: thread \x00",)),
        Tried("job.result=1*job_fails", Verdict.NOT_REACHED, ("did not happen",)),
        Tried("backend.run=1*delay(60);job.result=1*job_fails", Verdict.DOCUMENTED, ("Error",)),
    )
    calls = {"backend.run": 2, "job.result": 1}
    apart = (("job.result", "job.result"),)
    return SweepReport("a <scenario>", 3, ("Error",), calls, 2, points, apart)


def test_what_it_says_in_short(report):
    assert [one.verdict for one in report.findings] == [
        Verdict.HANG,
        Verdict.DUPLICATE,
        Verdict.WRONG,
        Verdict.UNDOCUMENTED,
        Verdict.LEAK,
    ]
    assert [one.plan for one in report.missed] == ["job.result=1*job_fails"]
    assert not report.passed
    assert report.summary.startswith("10 points: 2 same result, 2 documented exception, 1 hang")


def test_only_the_same_and_the_documented_pass(report):
    well = tuple(one for one in report.points if one.verdict.passes)

    assert {one.verdict for one in well} == {Verdict.SAME, Verdict.DOCUMENTED}
    assert SweepReport("a", 0, (), {}, 0, well).passed
    SweepReport("a", 0, (), {}, 0, well).raise_for_findings()


def test_in_a_test_it_fails_with_what_reproduces_each_finding(report):
    with pytest.raises(AssertionError) as raised:
        report.raise_for_findings()
    for one in (*report.findings, *report.missed):
        assert one.reproduced_by in str(raised.value)


def test_each_finding_can_be_reproduced_by_its_line(report):
    for one in report.points:
        text = ast.literal_eval(one.reproduced_by.partition("qhil.inject")[2])

        assert str(qhil.FaultPlan.parse(text)) == one.plan


def test_json_brings_it_back(report):
    text = report.to_json()

    assert SweepReport.from_json(text) == report
    assert json.loads(text)["version"] == 1
    assert json.loads(text)["points"][0]["inject"] == "qhil.inject('backend.run=1*delay(60)')"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hello", "not a report of a sweep"),
        ("[]", "found 'list'"),
        ('{"format": "qhil.sweep", "version": 2}', "of version 2 cannot be read"),
        ('{"format": "qhil.sweep", "version": 1, "scenario": 3}', "Expected `str`"),
    ],
)
def test_what_is_no_report_is_refused(text, told):
    with pytest.raises(qhil.SweepError, match=told):
        SweepReport.from_json(text)


def test_junit_has_a_test_for_each_point(report):
    (suite,) = ET.fromstring(report.to_junit())
    cases = {case.get("name"): case for case in suite.iter("testcase")}

    assert list(cases) == [one.plan for one in report.points]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("10", "5", "1")
    for one in report.points:
        failure = cases[one.plan].find("failure")
        assert (failure is not None) == (one in report.findings)
        if failure is not None:
            assert failure.get("type") == one.verdict.value
            assert one.reproduced_by in failure.text
    assert cases["job.result=1*job_fails"].find("error").get("type") == "not reached"


class Page(HTMLParser):
    """The tags of a page that are open, and what its cells say."""

    VOID = ("meta", "br", "hr")

    def __init__(self, text):
        super().__init__()
        self.open, self.tips, self.ids, self.targets, self.tags = [], [], set(), set(), set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self.tips.extend(filter(None, [told.get("title")]))
        self.ids.update(filter(None, [told.get("id")]))
        self.targets.update(filter(None, [told.get("href")]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_page_has_a_cell_with_its_plan_for_each_point_and_a_line_for_each_finding(report):
    page = Page(report.to_html())

    assert page.open == []
    for one in report.points:
        assert any(one.plan in tip for tip in page.tips)
    for one in (*report.findings, *report.missed):
        assert one.reproduced_by in page.text
    assert page.targets == {f"#{name}" for name in page.ids}
    assert "a <scenario>" in page.text


def test_the_page_needs_nothing_else(report):
    text = report.to_html()

    assert not Page(text).tags & {"script", "link", "img", "iframe", "object"}
    assert "http" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_the_table_has_a_letter_for_each_point(report):
    printed = io.StringIO()
    Console(width=200, file=printed).print(report.table())
    lines = [" ".join(line.split()) for line in printed.getvalue().splitlines()]

    assert "backend.run delay(60) · ·" in lines
    assert "lost_answer D W" in lines
    assert 'job.result api_error("no; luck") U' in lines
    assert "backend.run with job.result e" in lines
    assert "not to be had together: job.result and job.result" in lines
    assert any("qhil.inject('job.result=api_error')" in line for line in lines)
