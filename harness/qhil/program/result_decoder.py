"""What makes objects of a program's JSON result again; to be subclassed for results of one's own.

Where qiskit-ibmq-provider is installed, the class is a subclass of its `ResultDecoder`.

>>> ResultDecoder.decode('{"z": {"__type__": "complex", "__value__": [0.0, 1.0]}}')
{'z': 1j}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qhil.program.encoding import decode
from qhil.stack import stack

if TYPE_CHECKING:
    _Base = object
elif stack().has_ibmq_provider:
    from qiskit.providers.ibmq.runtime import ResultDecoder as _Base
else:
    _Base = object


class ResultDecoder(_Base):
    """Decodes results; a subclass calls ``super().decode(data)`` and goes on from there."""

    @classmethod
    def decode(cls, data: str) -> Any:
        """The objects that the text stands for; text that is no JSON comes back as it is."""
        return decode(data)
