"""Which Qiskit is installed, whether its parts fit each other, and every difference between generations.

In goes the environment's package metadata; out comes a :class:`Stack`. Nothing here imports Qiskit, so
asking is cheap, and the answer is there even where ``import qiskit`` would fail. No other module compares a version.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import metadata
from typing import Any, Dict, Optional, Tuple

from qhil.errors import StackError

Version = Tuple[int, ...]

_PACKAGES = ("qiskit", "qiskit-terra", "qiskit-aer", "qiskit-ibmq-provider", "qiskit-ibm-runtime")

# Devices that qiskit-terra publishes only as BackendV2 (its `fake_provider`, 0.22 to 0.46). For these Aer's
# stock noise model comes from a `Target`, for all others of that package from `BackendProperties`.
_TERRA_TARGET_ONLY = frozenset(
    {"ibm_auckland", "ibm_geneva", "ibm_oslo", "ibm_perth", "ibm_prague", "ibm_sherbrooke"}
)


@dataclass(frozen=True)
class Stack:
    """The Qiskit packages of an environment, as version texts; None where one is absent."""

    qiskit: Optional[str]
    terra: Optional[str]
    aer: Optional[str]
    ibmq_provider: Optional[str]
    ibm_runtime: Optional[str]

    @property
    def generation(self) -> str:
        """``terra`` (qiskit-terra below 0.47), ``qiskit1`` or ``qiskit2``."""
        if self.terra is not None:
            return "terra"
        return "qiskit1" if _parse(self.qiskit)[0] == 1 else "qiskit2"

    @property
    def backend_version(self) -> int:
        """Interface version of the backends of this generation: 1 for terra, else 2."""
        return 1 if self.generation == "terra" else 2

    @property
    def has_ibmq_provider(self) -> bool:
        """Whether `qiskit.providers.ibmq` can serve as the source of interface and errors."""
        return self.generation == "terra" and self.ibmq_provider is not None

    def noise_from_target(self, device: str) -> bool:
        """Whether stock Aer builds this device's noise from a `Target` rather than from `BackendProperties`."""
        return self.backend_version == 2 or device in _TERRA_TARGET_ONLY

    def pad_delay_options(self, durations: Any) -> Dict[str, Any]:
        """How `PadDelay` learns the durations: from the instructions themselves below Qiskit 2."""
        return {"durations": durations} if self.generation == "qiskit2" else {}

    def text(self) -> str:
        """One line for reports, such as ``qiskit-terra 0.46.3, qiskit-aer 0.14.2``."""
        names = (self.qiskit, self.terra, self.aer, self.ibmq_provider, self.ibm_runtime)
        return ", ".join(f"{name} {text}" for name, text in zip(_PACKAGES, names) if text)


@functools.cache
def stack() -> Stack:
    """The stack of this environment, read once and checked.

    Raises:
        StackError: if packages are missing or do not fit each other; the message has the command that mends it.
    """
    return check(Stack(*(_installed(name) for name in _PACKAGES)))


def check(found: Stack) -> Stack:
    """Return ``found`` if its parts fit each other.

    Raises:
        StackError: else, with the command that mends it.
    """
    if found.terra is not None and _parse(found.qiskit)[0] >= 1:
        raise StackError(
            f"qiskit-terra {found.terra} and qiskit {found.qiskit} are both installed and overwrite each other's "
            "files, so that `import qiskit` fails. This is what `pip install qiskit-terra qiskit-aer` does, "
            "because qiskit-aer asks for any `qiskit`. Keep one of the two:\n"
            "  old stack:  pip uninstall -y qiskit qiskit-terra && pip install 'qhil[terra]'\n"
            "  new stack:  pip uninstall -y qiskit qiskit-terra && pip install 'qhil[qiskit]'"
        )
    if found.terra is None and found.qiskit is None:
        raise StackError(
            "Qiskit is not installed. Install one stack: pip install 'qhil[qiskit]' (or 'qhil[terra]')"
        )
    if found.aer is None:
        raise StackError(
            "qiskit-aer is not installed, and nothing is simulated without it: pip install qiskit-aer"
        )
    if found.terra is None and _parse(found.qiskit) < (1,):
        raise StackError(
            f"qiskit {found.qiskit} is installed without its qiskit-terra: pip install 'qhil[terra]'"
        )
    return found


def _installed(name: str) -> Optional[str]:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _parse(version: Optional[str]) -> Version:
    """Leading numbers of a version text; ``(0,)`` for none."""
    numbers = []
    for part in (version or "0").split("."):
        digits = "".join(char for char in part if char.isdigit())
        if not digits:
            break
        numbers.append(int(digits))
    return tuple(numbers)
