"""The standard circuit set, and circuits of the user's own."""

from qhil.comparison.standard.kinds import KINDS
from qhil.comparison.standard.own import own_circuits
from qhil.comparison.standard.set import standard_circuits

__all__ = ["KINDS", "own_circuits", "standard_circuits"]
