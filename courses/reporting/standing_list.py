"""Standings of a whole service, person by person, for pages and files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, OuterRef, Subquery

from courses.compliance.models import StandingPeriod
from courses.compliance.models.standing_period import StandingPeriodQuerySet
from courses.compliance.periods.current_standings import list_periods_on
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.compliance.status import EXCUSED, NEEDS_ACTION, StandingState
from courses.models import Course
from courses.reporting.report_selection import ReportSelection
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment, Post, StaffMember

#: The number of rows held in memory at a time.
_CHUNK = 2_000


@dataclass(frozen=True)
class ListedStanding:
    """The standing of one person with one course on a day, without its facts."""

    person: StaffMember
    course: Course
    establishment: Establishment
    post: Post
    state: StandingState
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
        return self.update_due_on is not None and self.state not in EXCUSED


@dataclass(frozen=True)
class PersonLine:
    """One person with their most urgent standing, and the number of their other courses."""

    standing: ListedStanding
    others: int

    @property
    def person(self) -> StaffMember:
        return self.standing.person


class MatchingPeople:
    """The people of a selection, most urgent first, for use by a paginator.

    Who they are is queried once, for their number and for every page. ``among`` is a
    queryset of people, such as search results.
    """

    def __init__(self, selection: ReportSelection, among: Any = None) -> None:
        self._rows = _rows(selection, among).order_by()

    def __len__(self) -> int:
        return len(self._people)

    def __getitem__(self, wanted: slice) -> list[PersonLine]:
        """Return the lines of a page, in a fixed number of queries."""
        firsts = {learner: urgency for urgency, learner in self._people[wanted]}
        theirs = self._rows.filter(learner=OuterRef("learner")).values("learner")
        number = Subquery(theirs.annotate(number=Count("pk")).values("number"))
        rows: list[Any] = list(
            self._rows.filter(learner__in=firsts, urgency__in=set(firsts.values()))
            .annotate(number=number)
            .select_related("learner", "course", "establishment", "post")
            .order_by("-course__code")
        )
        found = {
            row.learner_id: row for row in rows if row.urgency == firsts[row.learner_id]
        }
        return [
            PersonLine(_listed(found[learner]), found[learner].number - 1)
            for learner in firsts
            if learner in found
        ]

    @cached_property
    def _people(self) -> list[tuple[int, int]]:
        """The urgency of each person’s most urgent standing, and their id."""
        found = self._rows.values_list("learner").annotate(first=Min("urgency"))
        return sorted((urgency, learner) for learner, urgency in found)


def iter_listed_standings(
    selection: ReportSelection, among: Any = None
) -> Iterator[ListedStanding]:
    """Yield all standings of ``selection`` by person and name, in constant memory."""
    order = [
        f"learner__{name}" for name in ("family_name", "given_name", "staff_number")
    ]
    found = _rows(selection, among).order_by(*order, "course__code")
    courses = Course.objects.in_bulk()
    places, posts = Establishment.objects.in_bulk(), Post.objects.in_bulk()
    for row in found.select_related("learner").iterator(_CHUNK):
        row.course = courses[row.course_id]
        row.establishment = places[row.establishment_id or 0]
        row.post = posts[row.post_id or 0]
        yield _listed(row)


def _rows(selection: ReportSelection, among: Any) -> StandingPeriodQuerySet:
    ensure_fresh_periods()
    on = selection.on
    there = Establishment.objects.filter(
        EstablishmentTree(on).under(selection.places)
    ).order_by()
    found = list_periods_on(on).filter(establishment__in=there.values("pk"))
    if among is not None:
        found = found.filter(learner__in=among.order_by().values("pk"))
    if selection.post is not None:
        found = found.filter(post=selection.post)
    if selection.course is not None:
        found = found.filter(course=selection.course)
    if selection.update:
        waiting = found.filter(update_due_on__isnull=False)
        found = waiting.exclude(state__in=EXCUSED)
    if selection.state == StandingState.NOT_REQUIRED:
        return found.filter(is_required=False)
    return found.required().filter(state__in=selection.states)


def _listed(row: StandingPeriod) -> ListedStanding:
    assert row.establishment is not None  # noqa: S101 — a selection has no others
    assert row.post is not None  # noqa: S101 — as above
    return ListedStanding(
        person=row.learner,
        course=row.course,
        establishment=row.establishment,
        post=row.post,
        state=StandingState(row.state),
        due_on=row.due_on,
        passed_on=row.passed_on,
        expires_on=row.expires_on,
        update_due_on=row.update_due_on,
        update_minutes=row.update_minutes,
    )
