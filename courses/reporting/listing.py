"""Who stands how, person by person, of a whole service: for pages and for files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.compliance.standing import NEEDS_ACTION, Standing, State
from courses.models import Course
from courses.reporting.selecting import Selection
from elearning.staff.models import Establishment, Post, StaffMember


@dataclass(frozen=True)
class Listed:
    """How one person stands with one course on a day; as ``Standing``, without its facts."""

    person: StaffMember
    course: Course
    establishment: Establishment
    post: Post
    state: State
    due_on: date | None
    passed_on: date | None
    expires_on: date | None
    update_due_on: date | None
    update_minutes: int

    @property
    def needs_action(self) -> bool:
        return self.state in NEEDS_ACTION

    @property
    def waits_for_update(self) -> bool:
        """Whether she is asked to update her certificate: not while she is away or exempt."""
        apart = (State.PAUSED, State.WAIVED)
        return self.update_due_on is not None and self.state not in apart


@dataclass(frozen=True)
class Line:
    """One person with what is most urgent of her, and how many courses there are besides."""

    standing: Listed
    others: int

    @property
    def person(self) -> StaffMember:
        return self.standing.person


class Matching:
    """The people of a selection, most urgent first; a paginator takes it as it is."""

    def __init__(self, selection: Selection, among: Any = None) -> None:
        self._lines: dict[int, list[Standing]] = {}
        for standing in selection.standings(among):
            self._lines.setdefault(standing.person.pk, []).append(standing)
        self._people = list(self._lines)

    def __len__(self) -> int:
        return len(self._people)

    def __getitem__(self, wanted: slice) -> list[Line]:
        """Return the lines of a page, in a fixed number of queries."""
        found = (self._lines[pk] for pk in self._people[wanted])
        return [Line(_listed(rows[0]), len(rows) - 1) for rows in found]


def matching(selection: Selection, among: Any = None) -> Matching:
    """Return the people of ``selection``, most urgent first, of whom a page can be cut.

    ``among`` is a queryset of people, part of those of the selection: found by a search.
    """
    return Matching(selection, among)


def rows(selection: Selection, among: Any = None) -> Iterator[Listed]:
    """Yield every standing of ``selection``, person by person in the order of their names.

    In constant memory, however many there are: read from the database bit by bit.
    """
    found = selection.standings(among)
    names = ("family_name", "given_name", "staff_number")

    def order(one: Standing) -> tuple[Any, ...]:
        return (*(getattr(one.person, name) for name in names), one.course.code)

    yield from map(_listed, sorted(found, key=order))


def _listed(one: Standing) -> Listed:
    held = one.appointment
    assert held is not None  # noqa: S101 — a selection takes no others
    return Listed(
        person=one.person,
        course=one.course,
        establishment=held.establishment,
        post=held.post,
        state=one.state,
        due_on=one.due_on,
        passed_on=one.completion.passed_on if one.completion else None,
        expires_on=one.expires_on,
        update_due_on=one.update_due_on,
        update_minutes=one.update_minutes,
    )
