from __future__ import annotations

import sys
from pathlib import Path

# The circuits and devices that stand beside the tests: `device_circuits`.
sys.path.insert(0, str(Path(__file__).parent))
