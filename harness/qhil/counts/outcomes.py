"""Counts and probabilities as tests write them: read, checked, and with outcomes of one form.

In goes a mapping of outcomes to numbers; out comes a :class:`Sample` or a :class:`Distribution`.
An outcome is a bit string, with spaces between registers if it likes, a hexadecimal string or an
integer; one mapping keeps to one form.

>>> read_sample({"00": 510, "11": 514}, "counts").total
1024
>>> read_sample({"00": 510, "1": 514}, "counts")
Traceback (most recent call last):
...
ValueError: counts has '00', a bit string of 2 bits, and '1', a bit string of 1 bit: all outcomes must be of one form
"""

from __future__ import annotations

import math
import numbers
import re
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Tuple, Union

_BITS = re.compile(r"[01]+( [01]+)*")
_HEX = re.compile(r"0[xX][0-9a-fA-F]+")
# Probabilities written down with six digits; sums of floats are far closer.
_ROUNDING = 1e-6
_LONGEST_LABEL = 24


@dataclass(frozen=True)
class Form:
    """How outcomes are written: ``bits``, ``hex`` or ``integers``; bits of each register, left to right."""

    kind: str
    registers: Tuple[int, ...] = ()

    @property
    def universe(self) -> Optional[int]:
        """How many outcomes there can be; None where the form does not tell."""
        return 2 ** sum(self.registers) if self.kind == "bits" else None

    def __str__(self) -> str:
        if self.kind != "bits":
            return {"hex": "a hexadecimal string", "integers": "an integer"}[self.kind]
        bits = sum(self.registers)
        text = f"a bit string of {bits} bit{'s' * (bits > 1)}"
        if len(self.registers) == 1:
            return text
        return f"{text} in registers of {' and '.join(map(str, self.registers))}"


@dataclass(frozen=True)
class Sample:
    """Shots by outcome, one at least; outcomes without shots are left out."""

    shots: Mapping[str, int]
    form: Form

    @property
    def total(self) -> int:
        """All shots."""
        return sum(self.shots.values())


@dataclass(frozen=True)
class Distribution:
    """Probabilities by outcome, which sum to 1; outcomes that cannot occur are left out."""

    probabilities: Mapping[str, float]
    form: Form


def read_sample(counts: Any, name: str) -> Sample:
    """Read counts; ``name`` is what a message calls them.

    Raises:
        TypeError: if they are no mapping of outcomes to whole numbers.
        ValueError: if a number is negative, there are no shots, or outcomes differ in form.
    """
    labels, form = _labels(counts, name)
    for outcome, number in counts.items():
        if not _is_whole(number):
            what = "probabilities are what can be expected, not counted" * isinstance(number, float)
            raise TypeError(
                f"{name} of {outcome!r}: expected a whole number of shots, found {number!r}"
                + f" ({what})" * bool(what)
            )
        if number < 0:
            raise ValueError(
                f"{name} of {outcome!r}: expected no less than 0 shots, found {number}"
            )
    sample = Sample({labels[key]: int(number) for key, number in counts.items() if number}, form)
    if not sample.shots:
        raise ValueError(f"{name} has no shots: expected one at least")
    return sample


def read_expected(expected: Any) -> Union[Sample, Distribution]:
    """Read what is expected: counts, or probabilities where a number is no integer or all sum to 1.

    Raises:
        TypeError: if it is no mapping of outcomes to numbers.
        ValueError: if probabilities are negative or do not sum to 1, and as for counts.
    """
    labels, form = _labels(expected, "expected")
    values = list(expected.values())
    if all(map(_is_whole, values)) and sum(values) != 1:
        return read_sample(expected, "expected")
    for outcome, number in expected.items():
        if not _is_real(number):
            raise TypeError(
                f"expected of {outcome!r}: a number of shots or a probability, found {number!r}"
            )
        if not 0 <= number <= 1 + _ROUNDING:
            raise ValueError(
                f"expected of {outcome!r}: a probability from 0 to 1, found {number!r}{_quasi(number)}"
            )
    total = math.fsum(map(float, values))
    if abs(total - 1) > _ROUNDING:
        raise ValueError(
            f"expected sums to {total:.7g}: probabilities sum to 1, and counts are whole numbers"
        )
    positive = {labels[key]: float(number) / total for key, number in expected.items() if number}
    return Distribution(positive, form)


def check_same_form(counts: Form, expected: Form) -> None:
    """See that both sides write outcomes alike.

    Raises:
        ValueError: says how to rewrite one of them.
    """
    if counts != expected:
        raise ValueError(
            f"an outcome of counts is {counts}, one of expected {expected}{_cure(counts, expected)}"
        )


def form_of(outcome: Any) -> Optional[Form]:
    """The form of one outcome; None if it is none."""
    if isinstance(outcome, str):
        if _BITS.fullmatch(outcome):
            return Form("bits", tuple(map(len, outcome.split(" "))))
        return Form("hex") if _HEX.fullmatch(outcome) else None
    return Form("integers") if _is_whole(outcome) and outcome >= 0 else None


def shortened(outcome: str) -> str:
    """An outcome as a message shows it: of many qubits, the first and last ones."""
    if len(outcome) <= _LONGEST_LABEL:
        return outcome
    half = _LONGEST_LABEL // 2 - 1
    return f"{outcome[:half]}..{outcome[-half:]}"


def _labels(counts: Any, name: str) -> Tuple[Dict[Any, str], Form]:
    """Outcomes in one spelling, and their form."""
    if not isinstance(counts, Mapping):
        cure = "; it has get_counts()" * hasattr(counts, "get_counts")
        raise TypeError(
            f"{name}: expected a mapping of outcomes to numbers, found {type(counts).__name__}{cure}"
        )
    if not counts:
        raise ValueError(f"{name} is empty: expected one outcome at least")
    forms = {outcome: form_of(outcome) for outcome in counts}
    first, form = next(iter(forms.items()))
    for outcome, other in forms.items():
        if form is None or other is None:
            bad = first if form is None else outcome
            raise TypeError(
                f"{name} has the outcome {bad!r}: expected a bit string such as '01' or '0 1', a "
                "hexadecimal string such as '0x1', or an integer from 0"
            )
        if other != form:
            raise ValueError(
                f"{name} has {first!r}, {form}, and {outcome!r}, {other}: all outcomes must be of one form"
            )
    assert form is not None  # noqa: S101 - there is a first one, and it was looked at
    labels = {outcome: _spelt(outcome, form) for outcome in counts}
    if len(set(labels.values())) < len(labels):
        raise ValueError(f"{name} names one outcome twice: {', '.join(map(repr, labels))}")
    return labels, form


def _spelt(outcome: Any, form: Form) -> str:
    return hex(int(outcome, 16)) if form.kind == "hex" else str(outcome)


def _is_whole(number: Any) -> bool:
    if type(number) is int:  # the usual case, and fast: there may be thousands
        return True
    return isinstance(number, numbers.Integral) and not isinstance(number, bool)


def _is_real(number: Any) -> bool:
    return isinstance(number, numbers.Real) and not isinstance(number, bool)


def _quasi(number: Any) -> str:
    if number < 0:
        return "; a quasi-distribution has its nearest_probability_distribution()"
    return ""


def _cure(counts: Form, expected: Form) -> str:
    kinds = {counts.kind, expected.kind}
    if kinds == {"bits", "hex"}:
        width = max(sum(counts.registers), sum(expected.registers))
        return f'; f"{{int(outcome, 16):0{width}b}}" makes bits of a hexadecimal outcome'
    if kinds == {"bits", "integers"}:
        width = max(sum(counts.registers), sum(expected.registers))
        return f'; f"{{outcome:0{width}b}}" makes bits of an integer'
    if kinds == {"hex", "integers"}:
        return "; int(outcome, 16) makes integers of hexadecimal outcomes"
    if sum(counts.registers) == sum(expected.registers):
        return "; outcome.replace(' ', '') leaves the registers out"
    return "; qiskit.result.marginal_counts takes bits out"
