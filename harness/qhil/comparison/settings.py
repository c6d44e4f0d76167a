"""What a comparison is to hold to: rates, distances, and how many circuits at once are dealt with.

Keyword arguments, or ``[tool.qhil.compare]`` of a ``pyproject.toml`` -> :class:`Settings`.

>>> Settings(within=0.05).within
0.05
"""

from __future__ import annotations

import dataclasses
import difflib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional

from qhil.counts.p_value import SMALLEST_LEVEL
from qhil.errors import ComparisonError

CONTROLS = ("holm", "bh")
TABLE = "tool.qhil.compare"


@dataclass(frozen=True)
class Settings:
    """Thresholds of a comparison.

    Args:
        false_alarm: the rate, over the whole suite, at which `drifted` is said although nothing differs.
        within: circuits agree where their total variation distance is shown to be at most this.
        tolerance: `drifted` is said of a distance that is shown to be above this; 0: of any difference.
        power: the chance of finding a difference for which shots are planned.
        control: of many circuits: ``holm`` (no false name in the list of those that differ, but for the
            false-alarm rate) or ``bh`` (at most that share of false names is expected). Where nothing
            differs both hold the rate of the suite.

    Raises:
        ComparisonError: for a number out of range.
    """

    false_alarm: float = 0.01
    within: float = 0.1
    tolerance: float = 0.0
    power: float = 0.9
    control: str = "holm"

    def __post_init__(self) -> None:
        _in_range("false_alarm", self.false_alarm, SMALLEST_LEVEL, 0.5)
        _in_range("within", self.within, 1e-6, 1.0)
        _in_range("tolerance", self.tolerance, 0.0, self.within)
        _in_range("power", self.power, 0.05, 0.999999)
        if self.control not in CONTROLS:
            raise ComparisonError(
                f"control: expected {' or '.join(CONTROLS)}, found {self.control!r}"
            )

    def but(self, **changes: Optional[Any]) -> Settings:
        """The same with other values; one that is None stays."""
        return dataclasses.replace(
            self, **{name: value for name, value in changes.items() if value is not None}
        )


def read_settings(file: Path) -> Settings:
    """The settings of the table ``[tool.qhil.compare]`` in a TOML file; the defaults where there is none.

    Raises:
        ComparisonError: if the file cannot be read, or the table has what there is no setting for.
    """
    try:
        text = file.read_text(encoding="utf-8")
        table = _table(text)
    except (OSError, ValueError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise ComparisonError(f"{file}: cannot be read: {error}") from None
    return _settings(table, f"{file}, [{TABLE}]")


def find_settings(folder: Path) -> Settings:
    """The settings of the nearest ``pyproject.toml`` in ``folder`` or above; the defaults without one."""
    for place in (folder, *folder.parents):
        file = place / "pyproject.toml"
        if file.is_file():
            return read_settings(file)
    return Settings()


def _table(text: str) -> Mapping[str, Any]:
    """Of TOML, the table of this; without a TOML parser (Python 3.9, 3.10) as pytest's own reads it."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        if not all(name in text for name in TABLE.split(".")):
            return {}
        try:
            import tomli as tomllib
        except ImportError:
            raise ValueError("before Python 3.11 this needs tomli: pip install tomli") from None
    found: Any = tomllib.loads(text)
    for name in TABLE.split("."):
        found = found.get(name, {}) if isinstance(found, dict) else {}
    return dict(found)


def _settings(table: Mapping[str, Any], where: str) -> Settings:
    known = {field.name: field.type for field in dataclasses.fields(Settings)}
    for name, value in table.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1) or sorted(known)
            raise ComparisonError(f"{where}: no setting {name!r}; nearest: {', '.join(near)}")
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise ComparisonError(f"{where}: {name}: expected a number or a text, found {value!r}")
    return Settings(**table)


def _in_range(name: str, value: Any, least: float, most: float) -> None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise ComparisonError(
            f"{name}: expected a number from {least:g} to {most:g}, found {value!r}"
        )
