"""From counts that a device gave to a recording that predicts them better."""

from qhil.calibrating.fit import Fit, fit

__all__ = ["Fit", "fit"]
