"""Where a recording was found, where it came from first, and under which licence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional

from qhil.recordings.frozen_dict import FrozenDict


@dataclass(frozen=True)
class Provenance:
    """``source`` is where this copy was read: ``bundled``, ``qiskit-terra 0.46.3``, ``qiskit-ibm-runtime 0.51.0``, a folder,
    or ``memory``. ``origin`` is where it was published or recorded first, ``parts`` the same for single files by their
    name, where they differ. ``licence`` is an SPDX name, ``copyright`` the notice that goes with it.
    """

    source: str
    origin: Optional[str] = None
    licence: Optional[str] = None
    copyright: Optional[str] = None
    parts: Mapping[str, str] = field(default_factory=FrozenDict)

    @property
    def first_origin(self) -> Optional[str]:
        """The origin to hand on with a copy: the source itself if nothing earlier is known."""
        return self.origin or (None if self.source == "memory" else self.source)
