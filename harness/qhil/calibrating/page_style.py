"""How the page of a calibration looks: on a screen, on a telephone, on paper, in the dark."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --line: #d4d4d4; --quiet: #666;
  --before: #c25700; --after: #1565c0; --ideal: #2e7d32; --uniform: #757575; --mix: #8e24aa; --band: #1565c018; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #161616; --line: #444; --quiet: #aaa;
    --before: #ffa35c; --after: #74b3ff; --ideal: #7ccf83; --uniform: #b0b0b0; --mix: #d58be8; --band: #74b3ff22; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
.summary { font-weight: 600; border-left: .4rem solid; padding-left: .6rem; }
.summary.well { border-color: #2e7d32; } .summary.bad { border-color: #c62828; color: #c62828; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .8rem 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th { font-weight: 500; } tbody th, thead th:first-child { text-align: left; }
.means tbody tr:last-child { font-weight: 600; }
svg { width: 100%; min-width: 36rem; max-width: 60rem; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .tick { fill: var(--quiet); }
svg line { stroke-width: 2; } svg .grid { stroke: var(--line); stroke-width: 1; }
svg .band { fill: var(--band); }
svg .floor { stroke: var(--ink); stroke-dasharray: 2 2; }
line.before { stroke: var(--before); } circle.before, .dot.before { fill: var(--before); background: var(--before); }
line.after { stroke: var(--after); } circle.after, .dot.after { fill: var(--after); background: var(--after); }
line.untold { stroke: var(--uniform); stroke-dasharray: 4 3; }
circle.untold { fill: var(--paper); stroke: var(--uniform); }
circle.ideal, .dot.ideal { fill: var(--ideal); background: var(--ideal); }
circle.uniform, .dot.uniform { fill: var(--uniform); background: var(--uniform); }
circle.mix, .dot.mix { fill: var(--mix); background: var(--mix); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; }
.dot { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; margin-right: .4rem;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.dot.floor { border-radius: 0; width: 0; border-left: 2px dashed var(--ink); }
@media (max-width: 40rem) {
  body { font-size: 15px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .4rem; }
}
@media print {
  :root { --ink: #000; --paper: #fff; --line: #999; --quiet: #333; }
  .wide { overflow: visible; } tr, svg { break-inside: avoid; }
}
"""
