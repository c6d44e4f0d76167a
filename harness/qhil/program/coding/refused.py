"""What would do instead of an object that the client of the installed stack does not encode.

>>> nearest(np.float32(0.5)), nearest(range(3))
('its .item()', 'list(...) of it')
"""

from __future__ import annotations

import dataclasses
from collections import abc
from typing import Any, Callable, Tuple

import numpy as np

from qhil.program.coding.circuits import PARAMETER_EXPRESSION, PARAMETER_VIEW
from qhil.program.coding.class_names import class_name

_UNLISTED = (range, abc.Iterator, abc.KeysView, abc.ValuesView, abc.ItemsView)

_INSTEAD: Tuple[Tuple[Callable[[Any], bool], str], ...] = (
    (lambda o: isinstance(o, np.generic), "its .item()"),
    (lambda o: isinstance(o, frozenset), "set(...) of it"),
    (lambda o: isinstance(o, _UNLISTED), "list(...) of it"),
    (lambda o: isinstance(o, (bytes, bytearray)), "its .hex()"),
    (dataclasses.is_dataclass, "dataclasses.asdict(...) of it"),
    (class_name("NoiseModel", "qiskit_aer.noise").knows, "its .to_dict()"),
    (class_name("CouplingMap", "qiskit.transpiler").knows, "list(...) of its .get_edges()"),
    (class_name("sparray", "scipy.sparse").knows, "scipy.sparse.csr_matrix(...) of it"),
    (PARAMETER_VIEW.knows, "list(...) of it"),
    (PARAMETER_EXPRESSION.knows, "a circuit that holds it"),
)


def nearest(o: Any) -> str:
    """Words for what to encode instead of ``o``; empty if there is no such thing."""
    return next((words for fits, words in _INSTEAD if fits(o)), "")
