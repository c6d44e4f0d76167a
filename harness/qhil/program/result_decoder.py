"""What makes objects of a program's JSON result again; to be subclassed for results of one's own.

Where qiskit-ibmq-provider is installed, the class is a subclass of its `ResultDecoder`.

>>> ResultDecoder.decode('{"z": {"__type__": "complex", "__value__": [0.0, 1.0]}}')
{'z': 1j}
"""

from __future__ import annotations

from typing import Any

from qhil.program.coding import decode
from qhil.program.provider_classes import ProviderResultDecoder


class ResultDecoder(ProviderResultDecoder):
    """Decodes results; a subclass calls ``super().decode(data)`` and goes on from there."""

    @classmethod
    def decode(cls, data: str) -> Any:
        """The objects that the text stands for; text that is no JSON comes back as it is."""
        return decode(data)
