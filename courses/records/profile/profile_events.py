"""Events: each kind of thing that is told, with what its statement must hold.

One event is one statement template of the profile. What the tables of ``training``,
``examination`` and ``standing`` say is the only source: the served profile, its page
and the check of recorded statements are made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from courses.records.statements.activity_types import ActivityType
from courses.records.statements.extensions import StatementExtension
from courses.records.statements.iris import build_profile_version_iri
from courses.records.statements.verbs import StatementVerb
from courses.records.statements.vocabulary import Texts, build_language_map


class Presence(StrEnum):
    """Whether a part of a statement is there (xAPI Profiles, Part Two, 8.1)."""

    ALWAYS = "included"
    SOMETIMES = "recommended"
    NEVER = "excluded"


#: Whether a part is there, or the values that it has one of.
type Wanted = Presence | tuple[Any, ...]


@dataclass(frozen=True)
class ProfileEvent:
    """One kind of thing that is told.

    ``about`` is the type of the object and ``parent`` that of what it stands in, where
    this tells two events apart. ``registration``: whether it names an enrolment.
    ``values`` are the extensions of its context and ``result`` the parts of its result
    (extensions included); a part that is not named is not there.
    """

    name: str
    label: Texts
    meaning: Texts
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
        """The IRI of the template; another version of the profile has another one."""
        return f"{build_profile_version_iri()}/templates/{self.name}"

    @property
    def labels(self) -> dict[str, str]:
        return build_language_map(self.label)

    @property
    def meanings(self) -> dict[str, str]:
        return build_language_map(self.meaning)
