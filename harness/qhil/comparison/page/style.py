"""How the page looks: on a screen, on a telephone, on paper, in the dark."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --line: #d4d4d4; --quiet: #666; --soft: #f4f4f4;
  --one: #1f5f9f; --other: #d9822b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #161616; --line: #444; --quiet: #aaa; --soft: #222; --one: #6aa9e0;
    --other: #f0a04b; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 1.8rem 0 .4rem; }
h3 { font-size: .95rem; margin: .2rem 0; font-weight: 600; overflow-wrap: anywhere; }
.summary { font-weight: 600; border-left: .4rem solid; padding-left: .6rem; overflow-wrap: anywhere; }
.summary.agree { border-color: #2e7d32; } .summary.drifted { border-color: #c62828; }
.summary.inconclusive { border-color: #c79100; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .8rem 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.hint { color: var(--quiet); font-size: .9rem; }
.wide { overflow-x: auto; }
.tall { max-height: 32rem; max-width: max-content; overflow: auto; border: 1px solid var(--line); }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th.text, td.text { text-align: left; }
thead th { position: sticky; top: 0; background: var(--soft); padding: 0; }
th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: .3rem .6rem;
  width: 100%; text-align: inherit; cursor: pointer; }
th button::after { content: " \\2195"; color: var(--quiet); }
th[aria-sort="ascending"] button::after { content: " \\2191"; color: var(--ink); }
th[aria-sort="descending"] button::after { content: " \\2193"; color: var(--ink); }
tr.differs td:first-child { border-left: .3rem solid #c62828; }
tr.agrees td:first-child { border-left: .3rem solid #2e7d32; }
tr.open td:first-child { border-left: .3rem solid #c79100; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1rem;
  align-items: start; }
.card { border: 1px solid var(--line); padding: .5rem .7rem; break-inside: avoid; min-width: 0; }
svg { display: block; max-width: 100%; height: auto; }
svg text { fill: currentColor; font: 11px system-ui, sans-serif; }
svg .axis { stroke: var(--line); } svg .one { fill: var(--one); } svg .other { fill: var(--other); }
svg .bar { stroke: currentColor; stroke-width: 1.2; }
svg .trend { fill: none; stroke: var(--one); stroke-width: 1.8; } svg .dot { fill: var(--one); }
svg .last { fill: var(--other); }
svg .ring { fill: none; stroke: #e0a800; stroke-width: 3.5; } svg .cuff { stroke: #e0a800; stroke-width: 13; }
svg text.dark { fill: #1c1c1c; } svg text.light { fill: #fff; }
.key { display: inline-block; width: .8rem; height: .8rem; margin-right: .3rem; vertical-align: -.05rem;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.ramp { display: inline-block; width: 9rem; height: .8rem; vertical-align: -.1rem; margin: 0 .4rem;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.map { max-width: 62rem; }
@media (max-width: 40rem) {
  body { font-size: 15px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .4rem; }
  th, td { padding: .2rem .4rem; } .map { min-width: 30rem; }
}
@media print {
  :root { --ink: #000; --paper: #fff; --line: #999; --quiet: #333; --soft: #fff; }
  .tall { max-height: none; overflow: visible; border: 0; } .wide { overflow: visible; }
  tr, .card, svg { break-inside: avoid; } thead th { position: static; }
  th button::after { content: none !important; } table { font-size: .7rem; }
  th, td { white-space: normal; padding: .1rem .3rem; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
