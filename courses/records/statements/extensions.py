"""Extensions of our statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tincan import Extensions

from courses.records.statements.vocabulary import VocabularyTerm


class ExtensionLocation(StrEnum):
    """The place of an extension in a statement, as named in xAPI Profiles."""

    CONTEXT = "ContextExtension"
    RESULT = "ResultExtension"


@dataclass(frozen=True)
class StatementExtension(VocabularyTerm):
    """One of our extensions; ``schema`` is the JSON schema of its value."""

    place: ExtensionLocation = ExtensionLocation.CONTEXT
    schema: Mapping[str, Any] = field(default_factory=dict, hash=False)

    folder = "extensions"


EDITION = StatementExtension("edition", schema={"type": "integer", "minimum": 1})
ATTEMPT = StatementExtension("attempt", schema={"type": "integer", "minimum": 1})
CITES = StatementExtension(
    "cites", schema={"type": "array", "minItems": 1, "items": {"type": "string"}}
)
TRIAL = StatementExtension("trial", schema={"type": "boolean"})
REGRADED = StatementExtension("regraded", schema={"type": "boolean"})
RENEWS = StatementExtension("renews", schema={"type": "string", "format": "uri"})
GROUND = StatementExtension("ground", schema={"type": "string", "pattern": "^[a-z-]+$"})
UNTIL = StatementExtension("until", schema={"type": "string", "format": "date"})
NODE = StatementExtension(
    "node", place=ExtensionLocation.RESULT, schema={"type": "string"}
)
PROGRESS = StatementExtension(
    "progress",
    place=ExtensionLocation.RESULT,
    schema={"type": "integer", "minimum": 0, "maximum": 100},
)

#: All extensions.
EXTENSIONS = (
    EDITION,
    ATTEMPT,
    CITES,
    TRIAL,
    REGRADED,
    RENEWS,
    GROUND,
    UNTIL,
    NODE,
    PROGRESS,
)


def build_extensions(values: Mapping[StatementExtension, Any]) -> Any:
    """Return ``values`` in tincan’s form, without empty ones."""
    known = {
        extension.iri: value
        for extension, value in values.items()
        if value not in (None, [], "")
    }
    return Extensions(known) if known else None
