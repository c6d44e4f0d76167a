"""Objects to JSON and back, as the runtime service did with inputs, interim results and results.

Our own coders for every stack: what the client of the installed stack writes, we write, and what
either client wrote, we read. Importing this package imports no Qiskit, and plain data needs none.
"""

from __future__ import annotations

from qhil.program.coding.allowed import allowed_settings
from qhil.program.coding.arrays import unpacked
from qhil.program.coding.decoder import RuntimeDecoder, decode
from qhil.program.coding.encoder import RuntimeEncoder, encode
from qhil.program.coding.errors import DecodingError

__all__ = [
    "DecodingError",
    "RuntimeDecoder",
    "RuntimeEncoder",
    "allowed_settings",
    "decode",
    "encode",
    "unpacked",
]
