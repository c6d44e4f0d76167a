"""How the page of a report looks: on a screen, on a telephone, on paper, in the dark."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --line: #d4d4d4; --quiet: #666; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #161616; --line: #444; --quiet: #aaa; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
main { max-width: 84rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
.summary { font-weight: 600; border-left: .4rem solid; padding-left: .6rem; }
.summary.well { border-color: #2e7d32; } .summary.bad { border-color: #c62828; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .8rem 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; }
.hint { color: var(--quiet); font-size: .9rem; }
.wide { overflow-x: auto; }
table.heat { border-collapse: collapse; font-size: .85rem; }
.heat th { font-weight: 500; text-align: right; padding: .1rem .4rem; white-space: nowrap; }
.heat thead th { vertical-align: bottom; }
.heat tbody th, .heat thead th:first-child { position: sticky; left: 0; background: var(--paper); }
.heat .effect { padding: .2rem 0; text-align: left; }
.effect span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
.heat td { padding: 0; border: 1px solid var(--line); }
.cell { display: flex; }
.mark { display: inline-block; width: 1.35rem; height: 1.5rem; line-height: 1.5rem; text-align: center;
  font: 600 .8rem/1.5rem ui-monospace, monospace; text-decoration: none; color: #1c1c1c;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.both { width: 2.7rem; color: var(--quiet); }
.both[class*=" "] { color: var(--ink); }
.same { background: #d5ecd8; color: #1b4d22; } .documented { background: #b9d7f2; color: #10375c; }
.hang { background: #6a1b9a; color: #fff; } .duplicate { background: #ef6c00; color: #1c1c1c; }
.wrong { background: #c62828; color: #fff; } .undocumented { background: #fbd24e; color: #1c1c1c; }
.leak { background: #5d4037; color: #fff; }
.not-reached { color: #444; background: repeating-linear-gradient(45deg, #ddd 0 4px, #f6f6f6 4px 8px); }
.findings { padding-left: 2.2rem; } .findings li { margin: .5rem 0; }
.findings p { margin: .1rem 0; color: var(--quiet); }
.findings li:target { outline: .15rem solid #1565c0; outline-offset: .2rem; }
code { overflow-wrap: anywhere; font-size: .9em; }
@media (max-width: 40rem) {
  body { font-size: 15px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .4rem; }
  .mark { width: 1.2rem; } .both { width: 2.4rem; }
}
@media print {
  :root { --ink: #000; --paper: #fff; --line: #999; --quiet: #333; }
  .wide { overflow: visible; } tr, li { break-inside: avoid; }
  .legend .mark, .findings .mark { width: 1rem; } .heat { font-size: .7rem; }
  .mark { width: .7rem; height: 1rem; line-height: 1rem; font-size: .6rem; }
}
"""
