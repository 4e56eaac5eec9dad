"""Events: kinds of facts in statements, with the required parts of each statement.

One event is one statement template of the profile. The tables of ``course_events``,
``exam_events`` and ``certificate_events`` are the only source: the published profile,
its page and the check of recorded statements are generated from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from courses.records.statements.activity_types import ActivityType
from courses.records.statements.extensions import StatementExtension
from courses.records.statements.iris import build_profile_version_iri
from courses.records.statements.verbs import StatementVerb
from courses.records.statements.vocabulary import build_language_map


class Presence(StrEnum):
    """Whether a part of a statement is present (xAPI Profiles, Part Two, 8.1)."""

    ALWAYS = "included"
    SOMETIMES = "recommended"
    NEVER = "excluded"


#: Whether a part is present, or the values of which it has one.
type Wanted = Presence | tuple[Any, ...]


@dataclass(frozen=True)
class ProfileEvent:
    """One kind of fact in statements.

    ``about`` is the type of the object and ``parent`` that of its parent, where this
    distinguishes two events. ``registration`` is whether it names an enrolment.
    ``values`` are the extensions of its context and ``result`` the parts of its result
    (extensions included); a part that is not listed is absent.
    """

    name: str
    verb: StatementVerb
    about: ActivityType
    parent: ActivityType | None = None
    has_parent: bool = True
    has_course: bool = True
    registration: Presence = Presence.ALWAYS
    values: Mapping[StatementExtension, Presence] = field(default_factory=dict)
    result: Mapping[str | StatementExtension, Wanted] = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The IRI of the template; it is different in every version of the profile."""
        return f"{build_profile_version_iri()}/templates/{self.name}"

    @property
    def labels(self) -> dict[str, str]:
        return build_language_map("events", self.name, "label")

    @property
    def meanings(self) -> dict[str, str]:
        return build_language_map("events", self.name, "meaning")
