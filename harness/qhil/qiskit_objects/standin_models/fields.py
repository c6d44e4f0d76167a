"""An object whose attributes are the fields of a JSON object: what the models have in common."""

from __future__ import annotations

from typing import Any, Dict, Mapping


class Fields:
    """Attributes from ``fields``; equal to another of its class with the same content."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.__dict__.update(fields)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"Attribute {name} is not defined")

    def to_dict(self) -> Dict[str, Any]:
        """The fields by name, in fresh dicts and lists."""
        return {
            name: _plain(value) for name, value in self.__dict__.items() if not name.startswith("_")
        }

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # can be changed, and compares by content

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.to_dict().items())
        return f"{type(self).__name__}({fields})"


def _plain(value: Any) -> Any:
    if isinstance(value, Fields):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value
