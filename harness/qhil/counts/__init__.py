"""Counts that differ from run to run: an assertion with a stated rate of false alarms, and explanations."""

from __future__ import annotations

from qhil.counts.close import assert_counts_close
from qhil.counts.difference import explain_difference, look_like_counts

__all__ = ["assert_counts_close", "explain_difference", "look_like_counts"]
