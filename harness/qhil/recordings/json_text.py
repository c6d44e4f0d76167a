"""The very JSON that a part of a recording came from: bytes in, fresh Python structures out.

Kept as text and parsed on demand, so that loading stays fast and nobody can change a recording
through its JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass(frozen=True)
class JsonText:
    """UTF-8 JSON that was checked to be well formed, and the file or part that it came from."""

    data: bytes = field(repr=False)
    file: Optional[str] = field(default=None, compare=False)

    def parse(self) -> Any:
        """A fresh structure at every call: the caller may do with it as it likes."""
        return json.loads(self.data)

    def canonical(self) -> bytes:
        """The same content in one spelling: keys sorted, no spaces, ASCII.

        By the standard library, which spells floats alike in every Python 3, so that digests can
        be compared across environments.
        """
        return json.dumps(self.parse(), sort_keys=True, separators=(",", ":")).encode("ascii")
