"""Drawings of a recorded device: where its qubits lie, how good they are; terminal or file."""

from __future__ import annotations

from qhil.drawing.device_map import QUBIT_VALUES, DeviceMap, map_device
from qhil.drawing.glyphs import glyphs_for
from qhil.drawing.image import FORMATS, DrawingError, save_image
from qhil.drawing.lattice import lattice_positions
from qhil.drawing.terminal import draw, legend

__all__ = [
    "FORMATS",
    "QUBIT_VALUES",
    "DeviceMap",
    "DrawingError",
    "draw",
    "glyphs_for",
    "lattice_positions",
    "legend",
    "map_device",
    "save_image",
]
