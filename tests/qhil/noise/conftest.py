from __future__ import annotations

import sys
from pathlib import Path

# The helpers that stand beside the tests: `stock` and `stock_circuits`.
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
