"""What goes wrong with metadata: they are no good themselves, or what was sent does not keep to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Tuple

from qhil.errors import PlacedError, ProgramError

if TYPE_CHECKING:
    from qhil.program.metadata.violation import Violation


class MetadataError(PlacedError, ProgramError):
    """Metadata that cannot be used, or a backend that does not meet their requirements."""

    unnamed = "metadata"


class SchemaError(MetadataError):
    """Inputs, an interim result or the result do not fit the schema in the metadata.

    ``violations`` has all of them; ``path``, ``expected`` and ``found`` are those of the first,
    ``path`` being a place in what was sent: ``$.shots`` is the input ``shots``.
    """

    def __init__(
        self, message: str, *, violations: Tuple[Violation, ...] = (), file: Optional[str] = None
    ) -> None:
        super().__init__(message, file=file)
        self.violations = violations
        for first in violations[:1]:
            self.path, self.expected, self.found = first.path, first.expected, first.found

    def __str__(self) -> str:
        return self.message


class SchemaWarning(UserWarning):
    """A schema has a keyword that its draft does not know, close to one that it knows: it checks nothing."""
