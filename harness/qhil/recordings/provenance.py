"""Where a recording was found, where it came from first, and under which licence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional

from qhil.recordings.frozen_dict import FrozenDict


@dataclass(frozen=True)
class Provenance:
    """Where a recording is from.

    ``source`` is where this copy was read: ``bundled``, ``qiskit-terra 0.46.3``,
    ``qiskit-ibm-runtime 0.51.0``, a folder, or ``memory``. ``origin`` is where it was published or
    recorded first, ``parts`` the same for single files by their name, where they differ.
    ``licence`` is an SPDX name, ``copyright`` the notice that goes with it. All but the source
    are kept in ``recording.json``.
    """

    source: str
    origin: Optional[str] = None
    licence: Optional[str] = None
    copyright: Optional[str] = None
    parts: Mapping[str, str] = field(default_factory=FrozenDict)
