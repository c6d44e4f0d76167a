"""How a recording becomes an Aer noise model."""

from qhil.noise.device_noise import DeviceNoise
from qhil.noise.footprint import Footprint, footprint, union
from qhil.noise.kinds import NOISE_KINDS, NoiseKind

__all__ = ["NOISE_KINDS", "DeviceNoise", "Footprint", "NoiseKind", "footprint", "union"]
