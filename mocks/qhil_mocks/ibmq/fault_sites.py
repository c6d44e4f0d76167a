"""The sites of fault plans that the mocked service offers."""

from __future__ import annotations

from typing import Tuple

from qhil.faults import Site

SITES: Tuple[Site, ...] = ()
