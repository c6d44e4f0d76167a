"""Measured counts of circuits on a device, kept in a file: of a live device, of a recording, or of anybody's."""

from qhil.measured.circuit_text import circuit_of, text_of
from qhil.measured.run import MeasuredCircuit, MeasuredRun

__all__ = ["MeasuredCircuit", "MeasuredRun", "circuit_of", "text_of"]
