"""What makes tables sort: by the value behind a cell, numbers as numbers, the other way round at the second click."""

from __future__ import annotations

SCRIPT = """
"use strict";
for (const button of document.querySelectorAll("table.sorts th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th"), table = head.closest("table"), body = table.tBodies[0];
    const column = Array.from(head.parentNode.children).indexOf(head);
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const value = row => row.cells[column].dataset.value;
    const order = (a, b) => {
      const x = value(a), y = value(b);
      if (x === "" || y === "") return (x === "") - (y === "");
      const both = Number(x) - Number(y);
      const found = Number.isNaN(both) ? x.localeCompare(y, "en", {numeric: true}) : both;
      return up ? found : -found;
    };
    body.append(...Array.from(body.rows).sort(order));
  });
}
"""
