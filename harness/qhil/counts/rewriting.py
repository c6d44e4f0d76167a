"""Counts that say the same in another form: hexadecimal or binary, with registers or without, reversed."""

from __future__ import annotations

from typing import Callable, Dict, Optional, Tuple

from qhil.counts.outcomes import Form, Sample, form_of

_KINDS = {"bits": "bit strings", "hex": "hexadecimal strings"}


def alike(left: Sample, right: Sample) -> Optional[Tuple[Sample, Sample]]:
    """Both with outcomes of one form, bit strings where they differ; None where they cannot be."""
    if left.form == right.form:
        return left, right
    widths = {sum(sample.form.registers) for sample in (left, right) if sample.form.kind == "bits"}
    if len(widths) != 1:
        return None
    width = widths.pop()
    first, second = _as_bits(left, width), _as_bits(right, width)
    return None if first is None or second is None else (first, second)


def same_but_for(left: Sample, right: Sample) -> Optional[str]:
    """What to say where both are equal but for how they are written; else None."""
    both = alike(left, right)
    if both is None:
        return None
    if both[0].shots == both[1].shots:
        return _told(left.form, right.form)
    for told, reordered in _ORDERS.items():
        if left.form.kind == "bits":
            other = alike(_renamed(left, reordered), right)
            if other is not None and other[0].shots == other[1].shots:
                return told
    return None


def _told(left: Form, right: Form) -> str:
    if left == right:
        return "the same counts, but that one names outcomes with 0 shots that the other leaves out"
    if left.kind == right.kind:
        return f"the same counts, written differently: left has {_registers(left)}, right {_registers(right)}"
    kinds = _KINDS[left.kind], _KINDS[right.kind]
    return f"the same counts, written differently: left has {kinds[0]}, right {kinds[1]}"


def _registers(form: Form) -> str:
    if len(form.registers) == 1:
        return f"one register of {form.registers[0]} bits"
    return f"registers of {' and '.join(map(str, form.registers))} bits"


_ORDERS: Dict[str, Callable[[str], str]] = {
    "the same counts with the bits in reverse: Qiskit writes the first bit last (little-endian)": (
        lambda outcome: outcome[::-1]
    ),
    "the same counts with the registers in reverse: Qiskit writes the first register last": (
        lambda outcome: " ".join(reversed(outcome.split(" ")))
    ),
}


def _renamed(sample: Sample, reordered: Callable[[str], str]) -> Sample:
    shots = {reordered(outcome): number for outcome, number in sample.shots.items()}
    form = form_of(next(iter(shots)))
    return sample if form is None else Sample(shots, form)


def _as_bits(sample: Sample, width: int) -> Optional[Sample]:
    """With outcomes of ``width`` bits in one register; None if one does not fit."""
    if sample.form.kind == "bits":
        shots = {outcome.replace(" ", ""): number for outcome, number in sample.shots.items()}
    else:
        shots = {f"{int(outcome, 16):0{width}b}": n for outcome, n in sample.shots.items()}
    fits = all(len(outcome) == width for outcome in shots)
    return Sample(shots, Form("bits", (width,))) if fits else None
