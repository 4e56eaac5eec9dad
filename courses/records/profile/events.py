"""Events: each kind of thing that is told, with what its statement must hold.

One event is one statement template of the profile. What the tables of ``training``,
``examination`` and ``standing`` say is the only source: the served profile, its page
and the check of recorded statements are made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from courses.records.activity_types import ActivityType
from courses.records.extensions import Extension
from courses.records.iris import profile_version
from courses.records.terms import Texts, by_language
from courses.records.verbs import Verb


class Presence(StrEnum):
    """Whether a part of a statement is there (xAPI Profiles, Part Two, 8.1)."""

    ALWAYS = "included"
    SOMETIMES = "recommended"
    NEVER = "excluded"


#: Whether a part is there, or the values that it has one of.
type Wanted = Presence | tuple[Any, ...]


@dataclass(frozen=True)
class Event:
    """One kind of thing that is told.

    ``about`` is the type of the object and ``parent`` that of what it stands in, where
    this tells two events apart. ``registration``: whether it names an enrolment.
    ``values`` are the extensions of its context and ``result`` the parts of its result
    (extensions included); a part that is not named is not there.
    """

    name: str
    label: Texts
    meaning: Texts
    verb: Verb
    about: ActivityType
    parent: ActivityType | None = None
    has_parent: bool = True
    has_course: bool = True
    registration: Presence = Presence.ALWAYS
    values: Mapping[Extension, Presence] = field(default_factory=dict)
    result: Mapping[str | Extension, Wanted] = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The IRI of the template; another version of the profile has another one."""
        return f"{profile_version()}/templates/{self.name}"

    @property
    def labels(self) -> dict[str, str]:
        return by_language(self.label)

    @property
    def meanings(self) -> dict[str, str]:
        return by_language(self.meaning)
