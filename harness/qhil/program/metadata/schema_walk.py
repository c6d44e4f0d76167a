"""Every schema inside a schema, with its place.

>>> [path for path, _ in subschemas({"properties": {"a": {"items": {}}}, "enum": [{"items": {}}]}, ())]
[(), ('properties', 'a'), ('properties', 'a', 'items')]
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Tuple, Union

Place = Tuple[Union[str, int], ...]

# Keywords of drafts 4 to 2020-12 by what they hold: one schema, a list of them, or names for them.
_ONE = frozenset(
    (
        "additionalItems",
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    )
)
_SURPLUS = frozenset(
    ("additionalItems", "additionalProperties", "unevaluatedItems", "unevaluatedProperties")
)
_LIST = frozenset(("allOf", "anyOf", "items", "oneOf", "prefixItems"))
_NAMED = frozenset(
    ("$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties")
)


def subschemas(schema: Any, place: Place) -> Iterator[Tuple[Place, Mapping[str, Any]]]:
    """The schema and all that are in it, outer ones first; those that are true or false are left out."""
    if not isinstance(schema, dict):
        return
    yield place, schema
    for keyword, value in schema.items():
        if keyword in _ONE and isinstance(value, dict):
            yield from subschemas(value, (*place, keyword))
        elif keyword in _LIST and isinstance(value, list):
            for index, part in enumerate(value):
                yield from subschemas(part, (*place, keyword, index))
        elif keyword in _NAMED and isinstance(value, dict):
            for name, part in value.items():
                yield from subschemas(part, (*place, keyword, name))


def false_spelt_out(schema: Any) -> Any:
    """A copy in which the schema ``false`` is ``{"not": {}}``, which says the same.

    jsonschema tells neither the place in the value nor that in the schema where it meets ``false``. It
    does where names or items are surplus: these stay as they are.
    """
    if not isinstance(schema, dict):
        return {"not": {}} if schema is False else schema
    copy = dict(schema)
    for keyword, value in schema.items():
        if keyword in _LIST and isinstance(value, list):
            copy[keyword] = [false_spelt_out(part) for part in value]
        elif keyword in _NAMED and isinstance(value, dict):
            copy[keyword] = {name: false_spelt_out(part) for name, part in value.items()}
        elif keyword in _ONE and (isinstance(value, dict) or keyword not in _SURPLUS):
            copy[keyword] = false_spelt_out(value)
    return copy
