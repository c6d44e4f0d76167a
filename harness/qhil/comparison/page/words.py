"""The sections of the page that are words: what a difference comes from, and how it was found."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterator, List

if TYPE_CHECKING:
    from qhil.comparison.attribution import Attribution
    from qhil.comparison.comparison import Comparison


def causes(comparison: Comparison) -> Iterator[str]:
    """What a difference comes from; nothing where it was not looked for."""
    found = comparison.attribution
    if found is None:
        return
    yield "<section><h2>What it comes from</h2><ul>"
    yield from (f"<li>{escape(line)}</li>" for line in _cause_lines(found))
    yield "</ul></section>"


def _cause_lines(found: Attribution) -> List[str]:
    of_recording = (
        f"Circuits are {found.distance:.4f} from what the recording says, on average; shot noise alone gives "
        f"{found.floor:.4f}."
    )
    lines = [of_recording]
    if found.under_new is not None:
        part = (
            "."
            if found.explained is None
            else f": the change of calibration explains {100 * found.explained:.0f} % of what is not noise."
        )
        lines.append(f"From what the newer calibration says they are {found.under_new:.4f}{part}")
    if found.not_simulated:
        lines.append(
            f"Under the newer calibration they cannot be simulated: {found.not_simulated}."
        )
    if found.calibration:
        told = ", ".join(
            f"{one.place} {one.what} ({100 * one.share:.0f} %)" for one in found.calibration
        )
        lines.append(f"Of the numbers that changed, these explain most, each by itself: {told}.")
    lines += [
        f"Without knowing the newer calibration, this would explain it: {one.place}, {one.amount}."
        for one in found.suspects
    ]
    if not found.suspects:
        lines.append("No single qubit or gate stands out as worse than recorded.")
    if found.left_out:
        lines.append(
            f"{found.left_out} circuits are too large to be simulated exactly, and left out here."
        )
    return lines


def method(comparison: Comparison) -> Iterator[str]:
    """How it was found."""
    settings = comparison.settings
    control = {
        "holm": "By Holm's method the rate holds for the list of circuits as a whole.",
        "bh": "By the method of Benjamini and Hochberg, that share of false names in the list is expected at most.",
    }[settings.control]
    yield "<section><h2>How this was found</h2>"
    if settings.tolerance:
        yield (
            "<p>Each circuit is asked: is the distance larger than "
            f"{settings.tolerance:g}, beyond what shot noise explains? {control}</p>"
        )
    else:
        yield (
            "<p>Each circuit is asked: how often would two equal devices give counts that are at least as different as "
            "these, by shot noise alone? That is p. It is computed exactly where there are few possible counts, "
            "by chi-squared where every outcome has many shots, and by drawing otherwise, so that it is right at "
            f"small counts, too. With many circuits, some p are small by chance. {escape(control)} "
            "All circuits together are tested too, which finds what is too weak in each.</p>"
        )
    yield (
        f"<p><b>Drifted</b> is said of equal devices in at most {100 * settings.false_alarm:g} % of comparisons. "
        "<b>Agree</b> asks for more than not being seen to differ: the distance of every circuit is shown to be "
        f"at most {settings.within:g}, where distance (total variation) is the largest difference in the probability "
        "of any event. <b>Inconclusive</b>: neither, for want of shots. Two exact distributions are judged by their "
        "distance alone.</p>"
    )
    yield (
        "<p>Causes are found by simulation: the circuits with the recorded numbers of one qubit or gate made worse, or "
        "replaced by newer ones, and the likelihood of the counts under each. What no such change can imitate, such as "
        "crosstalk, is put down to what comes nearest.</p></section>"
    )
