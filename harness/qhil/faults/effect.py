"""What may go wrong at a site, and one such thing with its arguments.

>>> from qhil.faults.effect import EffectKind, Parameter, whole_number
>>> status = EffectKind("status", "the service's error", (Parameter("code", whole_number),))
>>> str(status("503"))
'status(503)'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Optional, Tuple, Union

from qhil.errors import FaultError

Value = Union[None, int, float, str]

# A text that needs no quotes between the parentheses.
_PLAIN = re.compile(r"[^\s,;()=\"'>]([^,;()=\"'>]*[^\s,;()=\"'>])?")


@dataclass(frozen=True)
class Effect:
    """An effect with all its arguments, in the order of its kind's parameters.

    ``shown``: how many of them its text tells; those behind have their defaults.
    """

    name: str
    arguments: Tuple[Value, ...] = ()
    shown: int = 0

    def __str__(self) -> str:
        told = ",".join(_text(value) for value in self.arguments[: self.shown])
        return f"{self.name}({told})" if told else self.name


@dataclass(frozen=True)
class Parameter:
    """One argument of an effect.

    ``read`` turns its text into a value, and raises `ValueError` that says what it should be.
    """

    name: str
    read: Callable[[str], Value]
    default: Value = None
    required: bool = False


@dataclass(frozen=True)
class EffectKind:
    """An effect that sites may admit; ``summary`` is a line for whoever looks for it.

    ``tries``: the arguments, as text, with which a sweep tries it: ``("503", "504")`` are two effects, ``()`` none.
    """

    name: str
    summary: str
    parameters: Tuple[Parameter, ...] = ()
    tries: Tuple[str, ...] = ("",)

    @property
    def signature(self) -> str:
        """As it is written: ``status(code, retry_after=)``."""
        if not self.parameters:
            return self.name
        told = (one.name if one.required else f"{one.name}=" for one in self.parameters)
        return f"{self.name}({', '.join(told)})"

    def __call__(self, *arguments: str) -> Effect:
        """The effect with these arguments, as text: values in order, or ``name=value``.

        Raises:
            FaultError: for arguments that it does not take.
        """
        given = self._given(arguments)
        values = []
        for parameter in self.parameters:
            text = given.get(parameter.name)
            if text is None and parameter.required:
                raise FaultError(f"{self.name} needs {parameter.name}: it is {self.signature}")
            values.append(parameter.default if text is None else self._read(parameter, text))
        shown = [
            index
            for index, (parameter, value) in enumerate(zip(self.parameters, values))
            if parameter.required or value != parameter.default
        ]
        return Effect(self.name, tuple(values), shown[-1] + 1 if shown else 0)

    def _given(self, arguments: Tuple[str, ...]) -> dict[str, str]:
        names = [one.name for one in self.parameters]
        given: dict[str, str] = {}
        for index, argument in enumerate(arguments):
            name, equals, text = argument.partition("=")
            if not (equals and name.strip() in names):
                name, text = names[index] if index < len(names) else "", argument
            if not name or name.strip() in given:
                raise FaultError(
                    f"{self.name} does not take {argument!r} there: it is {self.signature}"
                )
            if text.strip():
                given[name.strip()] = text.strip()
        return given

    def _read(self, parameter: Parameter, text: str) -> Value:
        try:
            return parameter.read(_unquoted(text))
        except ValueError as error:
            raise FaultError(
                f"{parameter.name} of {self.signature} must be {error}, not {text!r}"
            ) from None


def whole_number(text: str) -> int:
    """An integer."""
    try:
        return int(text)
    except ValueError:
        raise ValueError("a whole number") from None


def number(text: str) -> float:
    """A finite number, 0 or more."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise ValueError("a number, 0 or more")
    return value


def words(text: str) -> str:
    """Any text."""
    return text


def one_of(*choices: str) -> Callable[[str], str]:
    """A reader of one of these words."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return text

    return read


def within(lowest: int, highest: Optional[int]) -> Callable[[str], int]:
    """A reader of an integer of that range."""

    def read(text: str) -> int:
        value = whole_number(text)
        if value < lowest or (highest is not None and value > highest):
            to = "or more" if highest is None else f"to {highest}"
            raise ValueError(f"a whole number, {lowest} {to}")
        return value

    return read


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    text = str(value)
    if isinstance(value, int) or _PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text
