"""One JSON schema of the metadata: whether it is one, and what does not fit it.

Of the keyword ``format`` nothing is asked, as is the default of the drafts. A schema that does not name
its draft is read as 2019-09, the newest that has ``items`` as a list too, as authors wrote them.
Nothing is fetched: a reference that leads out of the schema is refused.
"""

from __future__ import annotations

import itertools
import warnings
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional

from qhil.program.metadata.errors import MetadataError, SchemaWarning
from qhil.program.metadata.plain_words import described, json_path, listed
from qhil.program.metadata.schema_keywords import misspelling
from qhil.program.metadata.schema_walk import Place, false_spelt_out, subschemas
from qhil.program.metadata.violation import Violation, violations_of

DRAFTS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-06/schema#",
    "http://json-schema.org/draft-04/schema#",
)
_DEFAULT_DRAFT = DRAFTS[1]
_MOST_ERRORS = 100


@dataclass(frozen=True)
class PayloadSchema:
    """A schema that was found sound; ``place``: where it stands in the metadata ``file``."""

    schema: Mapping[str, Any]
    place: Place
    file: Optional[str] = None

    @classmethod
    def of(cls, schema: Mapping[str, Any], place: Place, file: Optional[str]) -> PayloadSchema:
        """Check that it is a schema, and that all it refers to is in it.

        Raises:
            MetadataError: with the place of what is wrong.

        Warns:
            SchemaWarning: for a keyword that its draft does not know and that looks like one.
        """
        checked = cls.check(schema, place, file)
        checked._warn_of_misspellings()  # noqa: SLF001  # its own
        return checked

    @classmethod
    def check(
        cls, schema: Mapping[str, Any], place: Place, file: Optional[str] = None
    ) -> PayloadSchema:
        """As `of`, for a process that has nobody to warn."""
        checked = cls(schema, place, file)
        checked._check_draft()
        checked._check_metaschema()
        checked._check_references()
        return checked

    def violations(self, value: Any, subject: Optional[str]) -> List[Violation]:
        """All that does not fit, up to 100, in order of place; ``subject`` None: the inputs.

        Raises:
            MetadataError: if the schema refers to itself without end.
        """
        from referencing import Registry
        from referencing.exceptions import Unresolvable

        # A registry of our own, for the default one fetches what it does not know.
        validator = self._draft()(false_spelt_out(self.schema), registry=Registry())
        try:
            errors = list(itertools.islice(validator.iter_errors(value), _MOST_ERRORS))
        except RecursionError:
            raise self._error(
                (), "it refers to itself without end, or is nested too deep"
            ) from None
        except Unresolvable as error:
            raise self._outside((), error.ref) from None
        found = [violation for error in errors for violation in violations_of(error, subject)]
        return sorted(dict.fromkeys(found), key=lambda violation: violation.path)

    def _draft(self) -> Any:
        """The validator class of the draft that the schema names."""
        from jsonschema.validators import validator_for

        return validator_for({"$schema": self.schema.get("$schema", _DEFAULT_DRAFT)})

    def _check_draft(self) -> None:
        named = self.schema.get("$schema", _DEFAULT_DRAFT)
        if named not in (*DRAFTS, *(draft.rstrip("#") for draft in DRAFTS)):
            expected = listed(DRAFTS)
            raise self._error(("$schema",), "", expected=expected, found=described(named))

    def _check_metaschema(self) -> None:
        """Against the schema for schemas of its draft."""
        from jsonschema.exceptions import SchemaError as NotASchema

        try:
            self._draft().check_schema(self.schema)
        except NotASchema as error:
            violation = next(violations_of(error, "schema"))
            place = tuple(error.absolute_path)
            told = {"expected": violation.expected, "found": violation.found}
            raise self._error(place, "no JSON schema", **told) from None
        except RecursionError:
            raise self._error((), "it is nested too deep") from None

    def _check_references(self) -> None:
        from referencing import Registry
        from referencing.exceptions import Unresolvable
        from referencing.jsonschema import specification_with

        specification = specification_with(self.schema.get("$schema", _DEFAULT_DRAFT))
        root = Registry().resolver_with_root(specification.create_resource(self.schema))
        bases: Dict[Place, Any] = {}
        for place, schema in subschemas(self.schema, ()):
            # The schema around it is one step up, or two: a keyword, and a name or number in it.
            base = bases.get(place[:-1], bases.get(place[:-2], root))
            here = specification.create_resource(schema)
            bases[place] = base.in_subresource(here) if place else root
            try:
                if "$ref" in schema:
                    bases[place].lookup(schema["$ref"])
            except (Unresolvable, TypeError, ValueError):
                raise self._outside((*place, "$ref"), schema["$ref"]) from None

    def _warn_of_misspellings(self) -> None:
        known = frozenset(self._draft().VALIDATORS)
        for place, schema in subschemas(self.schema, ()):
            for keyword in schema:
                told = misspelling(keyword, known)
                if told:
                    text = str(self._error((*place, keyword), told))
                    warnings.warn(text, SchemaWarning, stacklevel=2)

    def _outside(self, place: Place, reference: str) -> MetadataError:
        return self._error(
            place,
            "schemas are not fetched",
            expected="a place in this schema, such as #/$defs/name",
            found=described(reference),
        )

    def _error(self, place: Place, message: str, **told: str) -> MetadataError:
        path = json_path((*self.place, *place))
        expected, found = told.get("expected"), told.get("found")
        return MetadataError(message, file=self.file, path=path, expected=expected, found=found)
