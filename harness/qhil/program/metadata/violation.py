"""What a validator holds against a value, in words: which, where, expected, found.

In go the errors of `jsonschema`; out come :class:`Violation`. Their own messages repeat the whole
value, and a circuit or an array is kilobytes of base64.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from qhil.program.metadata.plain_words import (
    counted,
    described,
    json_path,
    listed,
    nearest,
    shortened,
    wrapped_kind,
)

# `ValidationError` or `SchemaError` of jsonschema, which types every attribute as perhaps unset.
Refusal = Any

_MOST_ALTERNATIVES = 4


@dataclass(frozen=True)
class Violation:
    """One thing that does not fit: ``subject`` (such as ``input 'shots'``) and its ``path`` from there.

    ``path`` begins at what was sent: ``$`` is the object of all inputs, or the result itself.
    """

    subject: str
    path: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.subject} at {self.path}: expected {self.expected}, found {self.found}"


def violations_of(error: Refusal, subject: Optional[str] = None) -> Iterator[Violation]:
    """The violations behind one error; ``subject`` None: the inputs, each called by its name."""

    def violation(extra: Tuple[str, ...], expected: str, found: str) -> Violation:
        parts = (*nearest_error.absolute_path, *extra)
        name = subject or (f"input {parts[0]!r}" if parts else "the inputs")
        return Violation(name, json_path(parts), expected, found)

    nearest_error, alternatives = _decisive(error)
    value, schema = nearest_error.instance, nearest_error.schema
    if nearest_error.validator == "required" and isinstance(value, dict):
        for name in nearest_error.validator_value:
            if name not in value:
                yield violation((name,), "a value, as it is required", "none")
    elif nearest_error.validator == "additionalProperties" and isinstance(value, dict):
        known = schema.get("properties", {})
        for name in _surplus(value, schema):
            expected = f"no such name ({nearest(name, known)})"
            yield violation((name,), expected, described(value[name]))
    else:
        yield violation((), _expected(nearest_error) + alternatives, described(value))


def _decisive(error: Refusal) -> Tuple[Refusal, str]:
    """The error itself; of alternatives that all fail, that of the one that comes nearest."""
    from jsonschema.exceptions import best_match

    if not error.context or _one_line_alternatives(error):
        return error, ""
    leaf = best_match([error])
    if leaf is None or leaf is error:
        return error, ""
    return leaf, f" (the nearest of {counted(len(error.validator_value), 'alternative')})"


def _one_line_alternatives(error: Refusal) -> Optional[List[str]]:
    """What each alternative expects, where each fails for one reason, at the value itself."""
    context = list(error.context or ())
    branches = {tuple(each.schema_path)[:1] for each in context}
    alone = len(branches) == len(context) <= _MOST_ALTERNATIVES
    if not alone or any(each.path or each.context for each in context):
        return None
    return list(dict.fromkeys(map(_expected, context)))


def _surplus(value: Mapping[str, Any], schema: Mapping[str, Any]) -> List[str]:
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return [
        name
        for name in value
        if name not in known and not any(re.search(pattern, name) for pattern in patterns)
    ]


def _expected(error: Refusal) -> str:
    alternatives = _one_line_alternatives(error)
    if alternatives:
        return listed(alternatives)
    told = _EXPECTED.get(error.validator)
    if told is None:
        return f"what {error.validator!r} asks for, {shortened(error.validator_value)}"
    return told(error.validator_value) + _hint(error)


def _hint(error: Refusal) -> str:
    """Authors wrote "array" for what the encoder sends as an object."""
    if error.validator != "type" or wrapped_kind(error.instance) is None:
        return ""
    return ' (to take what the encoder makes of objects, allow "type": "object")'


def _types(value: Any) -> str:
    names = value if isinstance(value, list) else [value]
    return listed([_TYPES.get(name, str(name)) for name in names])


_TYPES = {
    "array": "an array",
    "boolean": "a boolean",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}

_EXPECTED: Dict[str, Callable[[Any], str]] = {
    "type": _types,
    "enum": lambda values: listed([shortened(value) for value in values]),
    "const": shortened,
    "minimum": lambda limit: f"at least {limit}",
    "maximum": lambda limit: f"at most {limit}",
    "exclusiveMinimum": lambda limit: f"more than {limit}",
    "exclusiveMaximum": lambda limit: f"less than {limit}",
    "multipleOf": lambda step: f"a multiple of {step}",
    "minLength": lambda limit: f"at least {counted(limit, 'character')}",
    "maxLength": lambda limit: f"at most {counted(limit, 'character')}",
    "pattern": lambda pattern: f"text that matches {pattern}",
    "minItems": lambda limit: f"at least {counted(limit, 'item')}",
    "maxItems": lambda limit: f"at most {counted(limit, 'item')}",
    "uniqueItems": lambda _: "items that differ from each other",
    "minProperties": lambda limit: f"at least {counted(limit, 'key')}",
    "maxProperties": lambda limit: f"at most {counted(limit, 'key')}",
    "format": lambda name: f"a valid {name}",
    "required": lambda names: f"an object with {', '.join(map(shortened, names))}",
    "contains": lambda schema: f"an item that fits {shortened(schema)}",
    "not": lambda schema: f"what does not fit {shortened(schema)}" if schema else "nothing at all",
    "anyOf": lambda schemas: f"one of {counted(len(schemas), 'alternative')}, which it fails all",
    "oneOf": lambda schemas: f"just one of {counted(len(schemas), 'alternative')} to fit",
}
