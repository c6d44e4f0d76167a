"""Counts wherever a result holds them, and bars to see them by.

In goes a plain result; out come its counts with their places, such as ``result[1].counts``.

>>> find_counts({"bell": {"00": 510, "11": 514}, "shots": 1024})
[Counts(place='bell', shots={'00': 510, '11': 514})]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Mapping, Sequence, Tuple

from rich.text import Text

from qhil.counts import look_like_counts

_MOST_BARS = 16
_LONGEST_LABEL = 36
_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True)
class Counts:
    """Shots by outcome; ``place``: where in the result they are, empty if they are all of it."""

    place: str
    shots: Mapping[str, int]


def find_counts(result: Any, place: str = "") -> List[Counts]:
    """All counts in a plain result: dictionaries of bit strings, or of hexadecimal numbers, to integers.

    Those of a `Result` are given with bit strings and named by their circuits.
    """
    if look_like_counts(result):
        return [Counts(place, dict(result))]
    if isinstance(result, dict) and _is_qiskit_result(result):
        return list(_of_qiskit_result(result, place))
    if isinstance(result, dict):
        parts = [(f"{place}.{name}" if place else str(name), part) for name, part in result.items()]
    elif isinstance(result, list):
        parts = [(f"{place}[{index}]", part) for index, part in enumerate(result)]
    else:
        return []
    return [found for name, part in parts for found in find_counts(part, name)]


def without_counts(result: Any) -> Any:
    """The result with its counts left out, as they are shown as bars; None if nothing else is there."""
    if look_like_counts(result) or (isinstance(result, dict) and _is_qiskit_result(result)):
        return None
    if isinstance(result, dict):
        parts = {name: without_counts(part) for name, part in result.items()}
        return {n: p for n, p in parts.items() if p is not None or result[n] is None} or None
    if isinstance(result, list) and find_counts(result):
        kept = [part for part in map(without_counts, result) if part is not None]
        return kept or None
    return result


def bars(counts: Counts, *, width: int, blocks: bool) -> Text:
    """One line for each of the most frequent outcomes; ``blocks``: whether the output has block signs."""
    total = sum(counts.shots.values())
    shown, rest = _chosen(counts.shots)
    labels = {outcome: _shortened(outcome) for outcome, _ in shown}
    label = max(len(text) for text in labels.values())
    number = max(len(str(shots)) for _, shots in shown)
    room = max(width - label - number - 14, 8)
    most = max(1, *(shots for _, shots in shown))
    text = Text()
    for outcome, shots in shown:
        bar = _bar(shots / most * room, room, blocks=blocks)
        share = f"{100 * shots / total:5.1f} %" if total else ""
        text.append(f"  {labels[outcome]:>{label}} ").append(bar, "cyan")
        text.append(f" {shots:>{number}}  {share}\n")
    if rest:
        text.append(f"  and {len(rest)} more outcomes with {sum(rest)} shots\n", "dim")
    text.rstrip()
    return text


def _chosen(shots: Mapping[str, int]) -> Tuple[Sequence[Tuple[str, int]], List[int]]:
    """Few outcomes in order of outcome; of many the most frequent, most frequent first."""
    if len(shots) <= _MOST_BARS:
        return sorted(shots.items()), []
    ranked = sorted(shots.items(), key=lambda item: (-item[1], item[0]))
    return ranked[: _MOST_BARS - 1], [number for _, number in ranked[_MOST_BARS - 1 :]]


def _bar(length: float, room: int, *, blocks: bool) -> str:
    if not blocks:
        return ("#" * round(length)).ljust(room)
    whole, eighths = divmod(round(length * 8), 8)
    return ("█" * whole + _EIGHTHS[eighths] * bool(eighths)).ljust(room)


def _shortened(outcome: str) -> str:
    half = _LONGEST_LABEL // 2
    if len(outcome) <= _LONGEST_LABEL:
        return outcome
    return f"{outcome[: half - 1]}..{outcome[1 - half :]}"


def _is_qiskit_result(value: Dict[str, Any]) -> bool:
    return {"results", "backend_name", "job_id"} <= set(value) and isinstance(
        value["results"], list
    )


def _of_qiskit_result(result: Dict[str, Any], place: str) -> Iterator[Counts]:
    for index, experiment in enumerate(result["results"]):
        shots = experiment.get("data", {}).get("counts")
        if look_like_counts(shots):
            header = experiment.get("header") or {}
            name = header.get("name") or f"results[{index}]"
            bits = {_bit_string(key, header): number for key, number in shots.items()}
            yield Counts(f"{place}.{name}" if place else str(name), bits)


def _bit_string(key: str, header: Mapping[str, Any]) -> str:
    """Bits of a hexadecimal outcome; the first classical register is the last, as `get_counts` has it."""
    size = header.get("memory_slots") or 1
    bits = f"{int(key, 16):0{size}b}"
    registers = [length for _, length in header.get("creg_sizes") or [] if length]
    if sum(registers) != len(bits):
        return bits
    parts: List[str] = []
    end = len(bits)
    for length in registers:
        parts.insert(0, bits[end - length : end])
        end -= length
    return " ".join(parts)
