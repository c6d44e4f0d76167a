"""What a figure depends on: processor, Python, and the packages in between."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from qhil.stack import stack


def description() -> str:
    """One line, such as ``2 cores of ..., Linux x86_64, CPython 3.11.7; qiskit-aer 0.14.2``."""
    return (
        f"{_cores()} cores of {_processor()}, {platform.system()} {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}; {stack().text()}"
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "an unnamed processor"
