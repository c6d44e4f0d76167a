"""How a recording becomes an Aer noise model."""

from qhil.noise.device_noise import DeviceNoise
from qhil.noise.footprint import Footprint, footprint, union
from qhil.noise.kinds import NOISE_KINDS, NoiseKind
from qhil.noise.probabilities import exact_probabilities

__all__ = [
    "NOISE_KINDS",
    "DeviceNoise",
    "Footprint",
    "NoiseKind",
    "exact_probabilities",
    "footprint",
    "union",
]
