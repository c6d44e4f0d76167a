"""What a device gave: circuits as OpenQASM 2 on its own qubits, with counts, and the calibration of that time.

>>> from datetime import datetime, timezone
>>> bell = "OPENQASM 2.0; qreg q[2]; creg c[2]; measure q -> c;"
>>> measured = MeasuredCircuit("nothing", bell, shots=3, counts={"00": 2, "10": 1})
>>> MeasuredRun("ibmq_manila", datetime(2021, 3, 15, tzinfo=timezone.utc), "live", (measured,)).shots
3
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Mapping, Optional, Tuple, Union

from qhil.errors import MeasuredRunError


@dataclass(frozen=True)
class MeasuredCircuit:
    """One circuit and what was counted.

    ``qasm`` is OpenQASM 2 in gates of the device, on its physical qubits. ``counts`` are keyed by bit strings
    without spaces, one character a classical bit, bit 0 last (as Qiskit has it); an outcome of no count may be
    left out.

    Raises:
        MeasuredRunError: for counts that are not those of so many shots, or whose keys differ in width.
    """

    name: str
    qasm: str
    shots: int
    counts: Mapping[str, int]

    def __post_init__(self) -> None:
        if self.shots < 1 or sum(self.counts.values()) != self.shots or self._negative():
            raise MeasuredRunError(
                f"bad counts of circuit {self.name!r}",
                expected=f"counts that add up to its shots ({self.shots}), one or more",
                found=f"{sum(self.counts.values())} in all, least {min(self.counts.values(), default=0)}",
            )
        keys = sorted(self.counts)
        if any(len(key) != len(keys[0]) or set(key) - {"0", "1"} for key in keys):
            raise MeasuredRunError(
                f"bad outcomes of circuit {self.name!r}",
                expected="bit strings of one width, without spaces",
                found=", ".join(map(repr, keys[:4])),
            )

    def _negative(self) -> bool:
        return any(count < 0 for count in self.counts.values())

    @property
    def width(self) -> int:
        """The number of classical bits."""
        return len(next(iter(self.counts)))


@dataclass(frozen=True)
class MeasuredRun:
    """Circuits that were run on one device at one time.

    ``taken`` is when, with an offset. ``source`` says what ran them: ``live``, ``recording``, or any text.
    ``properties`` are the device's properties of that time in their wire format, where they are known;
    ``facts`` is what else there is to tell (seed, noise, digest of the recording).

    Raises:
        MeasuredRunError: for no circuits, two of one name, or a time without an offset.
    """

    device: str
    taken: datetime
    source: str
    circuits: Tuple[MeasuredCircuit, ...]
    properties: Optional[Mapping[str, Any]] = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.taken.utcoffset() is None:
            raise MeasuredRunError(
                "bad time", expected="a time with an offset from UTC", found=self.taken.isoformat()
            )
        object.__setattr__(self, "taken", self.taken.astimezone(timezone.utc))
        names = [circuit.name for circuit in self.circuits]
        twice = sorted({name for name in names if names.count(name) > 1})
        if not names or twice:
            raise MeasuredRunError(
                "bad circuits",
                expected="one or more, each with a name of its own",
                found=f"twice {', '.join(twice)}" if twice else "none",
            )

    @property
    def shots(self) -> int:
        """The shots of all circuits together."""
        return sum(circuit.shots for circuit in self.circuits)

    def save(self, path: Union[str, Path]) -> Path:
        """Write the run as JSON: the whole file or nothing."""
        from qhil.measured.run_file import save_run

        return save_run(self, Path(path))

    @classmethod
    def load(cls, path: Union[str, Path]) -> MeasuredRun:
        """Read a file that `save` wrote.

        Raises:
            MeasuredRunError: with file, place, expected and found, for one that is none.
        """
        from qhil.measured.run_file import load_run

        return load_run(Path(path))
