"""The reader of pages stands beside the tests: `page_blocks`, `page_session`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
