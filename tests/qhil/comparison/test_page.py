"""The page, in a browser: headless Chromium draws it, and a script that is put behind its own looks at it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from qhil.comparison.page.device_map import colour

# In a frame as wide as a telephone. The page's own errors come back beside what it shows.
_LOOK = """
<script>
addEventListener("error", event => { document.title = JSON.stringify({error: event.message}); });
addEventListener("load", () => {
  const found = {width: document.documentElement.scrollWidth, inner: innerWidth, sorted: {}};
  for (const table of document.querySelectorAll("table.sorts")) {
    for (const button of table.querySelectorAll("th button")) {
      const head = button.closest("th"), column = Array.from(head.parentNode.children).indexOf(head);
      const values = () => Array.from(table.tBodies[0].rows, row => row.cells[column].dataset.value);
      button.click();
      const up = values();
      button.click();
      found.sorted[button.textContent] = {up, down: values(), says: head.getAttribute("aria-sort")};
    }
  }
  found.circles = Array.from(document.querySelectorAll("svg.map circle"), one => one.getBoundingClientRect().width);
  found.rings = document.querySelectorAll(".ring, .cuff").length;
  found.bars = document.querySelectorAll("rect.one, rect.other").length;
  found.intervals = document.querySelectorAll("path.bar").length;
  found.summary = getComputedStyle(document.querySelector(".summary")).borderLeftColor;
  document.title = JSON.stringify(found);
});
</script>
"""


@pytest.fixture(scope="module")
def chromium():
    """``chromium("--dump-dom", ...)``: what it prints, and what it has to complain of."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        if "chromium" in os.environ.get("QHIL_REQUIRE", ""):
            pytest.fail("QHIL_REQUIRE names chromium, which is not installed here")
        pytest.skip("needs chromium, which is not installed here")

    def run(*arguments, folder):
        done = subprocess.run(
            [
                found,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                *arguments,
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
            env={**os.environ, "HOME": str(folder)},
        )
        complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        return done.stdout, complaints

    return run


@pytest.fixture(scope="module")
def looked_at(chromium, drifted_comparison, tmp_path_factory):
    """What the page is, on a screen and on a telephone."""
    folder = tmp_path_factory.mktemp("page")

    def look(width):
        file = folder / f"page-{width}.html"
        file.write_text(drifted_comparison.to_html().replace("</body>", f"{_LOOK}</body>"))
        if width < 500:  # a window cannot be that narrow
            host = folder / "telephone.html"
            host.write_text(
                f'<iframe src="{file.name}" width="{width}" height="800" onload="setTimeout(() => {{'
                'document.title = frames[0].document.title }, 300)"></iframe>'
            )
            file = host
        dom, complaints = chromium(
            "--dump-dom",
            "--allow-file-access-from-files",
            "--virtual-time-budget=2000",
            f"--window-size={max(width, 600)},900",
            file.as_uri(),
            folder=folder,
        )
        title = re.search("<title>(.*?)</title>", dom, re.DOTALL).group(1)
        return json.loads(title.replace("&lt;", "<").replace("&amp;", "&")), complaints

    return {width: look(width) for width in (360, 1200)}


@pytest.mark.parametrize("width", [360, 1200])
def test_the_browser_has_nothing_to_complain_of(looked_at, width):
    found, complaints = looked_at[width]

    assert complaints == []
    assert "error" not in found


def test_every_column_sorts_both_ways(looked_at):
    def number(text):
        try:
            return float(text)
        except ValueError:
            return None

    sorted_columns = looked_at[1200][0]["sorted"]

    assert {"circuit", "p", "distance", "where", "before"} <= set(sorted_columns)
    for column in sorted_columns.values():
        known = [number(value) for value in column["up"] if value != ""]
        if None not in known:
            assert known == sorted(known)
        assert [value for value in column["down"] if value] == [
            value for value in column["up"] if value
        ][::-1] or len(set(column["up"])) < len(column["up"])
        assert column["says"] == "descending"


def test_a_telephone_need_not_scroll_sideways(looked_at):
    found, _ = looked_at[360]

    assert found["inner"] <= 360
    assert found["width"] <= found["inner"]


def test_it_shows_the_device_the_suspect_and_the_histograms(looked_at, drifted_comparison):
    found, _ = looked_at[1200]

    assert len(found["circles"]) == 5 + 1  # and a ring
    assert min(found["circles"]) > 10
    assert found["rings"] >= 1
    assert found["bars"] >= 2 * 4 * min(6, len(drifted_comparison.circuits))
    assert found["intervals"] > 0
    assert found["summary"] == "rgb(198, 40, 40)"


def test_it_prints(chromium, drifted_comparison, tmp_path):
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(drifted_comparison.to_html())
    chromium(f"--print-to-pdf={paper}", page.as_uri(), folder=tmp_path)

    assert paper.read_bytes().startswith(b"%PDF")


class Page(HTMLParser):
    """The tags of a page that are open, and what else it would load."""

    VOID = ("meta", "br")

    def __init__(self, text):
        super().__init__()
        self.open, self.loads, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.loads += [told[name] for name in ("src", "href") if name in told]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_it_needs_nothing_else_and_says_the_verdict(drifted_comparison, equal_comparison):
    for found in (drifted_comparison, equal_comparison):
        page = Page(found.to_html())

        assert page.open == []
        assert page.loads == []
        assert "http" not in found.to_html()
        assert found.summary in page.text
        assert "How this was found" in page.text


def test_names_are_escaped(equal_comparison):
    import dataclasses

    odd = dataclasses.replace(equal_comparison, first="<script>alert(1)</script>")

    assert "<script>alert" not in odd.to_html()


def test_colours_run_from_better_to_worse():
    assert colour(0) == "rgb(228 228 228)"
    assert colour(-9) == "rgb(33 102 172)"
    assert colour(9) == "rgb(178 24 43)"
