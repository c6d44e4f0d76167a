"""What stands in a folder of its own is run from there, by a test here or by a page of docs/."""

from __future__ import annotations

from pathlib import Path

collect_ignore = [path.name for path in Path(__file__).parent.iterdir() if path.is_dir()]
