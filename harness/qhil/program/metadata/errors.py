"""What goes wrong with metadata: they are no good themselves, or what was sent does not keep to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Tuple

from qhil.errors import ProgramError

if TYPE_CHECKING:
    from qhil.program.metadata.violation import Violation


class MetadataError(ProgramError):
    """Metadata that cannot be used, or a backend that does not meet their requirements.

    Attributes say where: ``file`` (path as text, or None), ``path`` (place in the metadata, such as
    ``$.spec.parameters.properties.shots.type``), ``expected`` and ``found``; None where unknown.
    """

    def __init__(
        self,
        message: str,
        *,
        file: Optional[str] = None,
        path: Optional[str] = None,
        expected: Optional[str] = None,
        found: Optional[str] = None,
    ) -> None:
        self.message = message
        self.file = file
        self.path = path
        self.expected = expected
        self.found = found
        super().__init__(message)

    def __str__(self) -> str:
        place = " at ".join(part for part in (self.file or "metadata", self.path) if part)
        text = f"{place}: {self.message}" if self.message else f"{place}:"
        if self.expected is None:
            return text
        told = f"expected {self.expected}, found {self.found}"
        return f"{text} ({told})" if self.message else f"{text} {told}"


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
