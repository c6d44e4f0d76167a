"""The stock fake devices of the installed stack, by the device's own name: what ours are compared with."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict

from qhil.stack import stack


@dataclass(frozen=True)
class StockDevice:
    """A published fake device: its class, and the package whose snapshot it stands on."""

    device: str
    package: str
    factory: type

    def __call__(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.factory()


def stock_devices() -> Dict[str, StockDevice]:
    """All of them, BackendV1 before BackendV2 where a package has both; empty if the stack has none."""
    if stack().generation == "terra":
        from qiskit.providers import fake_provider as module

        package = "qiskit-terra"
    elif stack().ibm_runtime is not None:
        from qiskit_ibm_runtime import fake_provider as module

        package = "qiskit-ibm-runtime"
    else:
        return {}
    found: Dict[str, StockDevice] = {}
    for name in sorted(dir(module)):
        factory = getattr(module, name)
        folder, file = getattr(factory, "dirname", None), getattr(factory, "conf_filename", None)
        if isinstance(factory, type) and folder and file:
            device = json.loads((Path(folder) / file).read_text())["backend_name"]
            # FakeManila (BackendV1) stands beside FakeManilaV2; some of the former do not name their files.
            first = getattr(module, name[:-2], factory) if name.endswith("V2") else factory
            found.setdefault(device, StockDevice(device, package, first))
    return found
