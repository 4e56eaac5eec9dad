"""Things released edition by edition: courses, and those that apps above register.

Planned releases and exceptions from the rule of two languages work the same for all of
them, through this interface.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models

from courses.errors import ReleaseError
from courses.models import Course, Edition, LanguageException, PlannedRelease
from courses.release import edition_release, gates, proposal_approval
from elearning.accounts.roles import Role

if TYPE_CHECKING:
    from elearning.accounts.models import User


class NumberedEdition(Protocol):
    """A released edition."""

    number: int


@dataclass(frozen=True)
class LanguageGap:
    """A part whose Kazakh and Russian differ; ``unit`` is its id if it is a unit."""

    title: str
    unit: int | None = None


class Releasable(Protocol):
    """One thing that can be released, as its app implements it.

    ``row`` is the subject of audit entries, ``refused`` the action of a refused
    release, ``url`` its page at the desk, without a language.
    """

    row: Any
    code: str
    title: str
    url: str
    refused: str

    @property
    def naming(self) -> dict[str, Any]:
        """The fields that identify it in plans and exceptions."""

    def hold(self) -> None:
        """Lock its row until the transaction ends."""

    def look_again(self, seen: str) -> None:
        """Lock it; raise ``ReleaseError`` unless its proposal is the one ``seen``."""

    def missing(self) -> list[str]:
        """Return, in whole sentences, what prevents a release."""

    def gaps(self) -> list[LanguageGap]:
        """Return the language gaps that no exception covers."""

    def may_be_released_by(self, user: "User") -> bool:
        """Return whether ``user`` may still release it."""

    def material_faults(self, material: str) -> list[str]:
        """Return why the proposal is not ``material``, if a reason is given."""

    def release(self, *, by: "User", seen: str, material: str) -> NumberedEdition:
        """Release the proposal that was ``seen``; ``ReleaseError`` if anything is missing."""


@dataclass(frozen=True)
class ReleasableKind:
    """Access to the releasable things of one model: by row, and in bulk by code."""

    model: type[models.Model]
    of: Callable[[Any], Releasable]
    named: Callable[[Iterable[str]], dict[str, Releasable]]


_kinds: list[ReleasableKind] = []


def register(kind: ReleasableKind) -> None:
    """Register ``kind`` for plans and exceptions; repeating is harmless."""
    if kind not in _kinds:
        _kinds.append(kind)


class ReleasableCourse:
    """A course and the proposal of its next edition."""

    refused = "courses.release_refused"

    def __init__(self, course: Course) -> None:
        self.row, self.code, self.title = course, course.code, course.title
        self.url = f"/desk/release/{course.slug}/"

    @property
    def naming(self) -> dict[str, Any]:
        return {"course": self.row}

    def hold(self) -> None:
        Course.objects.select_for_update().get(pk=self.row.pk)

    def look_again(self, seen: str) -> None:
        proposal_approval.lock_and_check_unchanged(self.row, seen)

    def missing(self) -> list[str]:
        return proposal_approval.list_proposal_obstacles(self.row)

    def gaps(self) -> list[LanguageGap]:
        versions = proposal_approval.list_proposed_versions(self.row)
        found = gates.list_differing_versions(
            versions, gates.list_excepted_units(self.row)
        )
        return [LanguageGap(one.title, one.unit_id) for one in found]

    def may_be_released_by(self, user: "User") -> bool:
        if user.has_role(Role.SAFEGUARD_REVIEWER):
            return True
        theirs = Course.objects.in_remit_of(user).filter(pk=self.row.pk)
        return user.has_role(Role.TRAINER) and theirs.exists()

    def material_faults(self, material: str) -> list[str]:
        versions = proposal_approval.list_proposed_versions(self.row)
        return edition_release.list_material_faults(self.row, versions, material)

    def release(self, *, by: "User", seen: str, material: str) -> Edition:
        return proposal_approval.release_proposal(
            self.row, by=by, seen=seen, material=material
        )


def get_releasable(thing: models.Model) -> Releasable:
    """Return ``thing``, a course or a row of a registered model, as a releasable."""
    if isinstance(thing, Course):
        return ReleasableCourse(thing)
    return next(kind for kind in _kinds if isinstance(thing, kind.model)).of(thing)


def resolve_releasable(row: PlannedRelease | LanguageException) -> Releasable:
    """Return the subject of a plan or an exception."""
    return resolve_releasables([row])[row.code]


def resolve_releasables(
    rows: Iterable[PlannedRelease | LanguageException],
) -> dict[str, Releasable]:
    """Return the subjects of plans or exceptions, by code; one query per registered kind.

    Raises ``ReleaseError`` if one of them no longer exists.
    """
    found: dict[str, Releasable] = {}
    asked: set[str] = set()
    for row in rows:
        if row.course is not None:
            found[row.course.code] = ReleasableCourse(row.course)
        else:
            asked.add(row.subject)
    for kind in _kinds if asked else ():
        found |= kind.named(asked)
    if lost := asked - found.keys():
        raise ReleaseError(sorted(lost))
    return found
