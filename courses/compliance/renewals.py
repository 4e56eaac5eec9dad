"""Renewal of courses, by the refresher or the whole course (curriculum R5, R7)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from courses.compliance.standing_facts import load_standing_facts
from courses.compliance.status import CourseStanding, compute_standings
from courses.models import Course
from courses.records.completions.correction_chain import (
    find_renewal,
    list_correction_chain,
)
from courses.records.completions.course_completion import record_renewed_completion
from courses.records.models import Completion
from courses.validity import RENEWAL_WINDOW
from elearning.notices.notifications import notify_user
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

RENEWED, NOT_RENEWED = "course-renewed", "course-not-renewed"


class RenewalBar(StrEnum):
    """Reasons why a refresher does not renew a course."""

    FIRST = "first"
    LAPSED = "lapsed"
    SECOND = "second"
    EARLY = "early"


@dataclass(frozen=True)
class RenewalAssessment:
    """Whether the refresher renews the course; else why not, and from which day it would."""

    bar: RenewalBar | None = None
    opens_on: date | None = None

    @property
    def is_by_refresher(self) -> bool:
        return self.bar is None


def assess_renewal(standing: CourseStanding | None) -> RenewalAssessment:
    """Return how the course of ``standing`` can be renewed on its day.

    By the refresher from 90 days before the last valid day, or from the rule’s renewal
    window if longer, to 180 days after (R2, R5). The whole course is needed every
    second time, for the first time, and after the course has lapsed (R6, R7).
    """
    if standing is None or standing.completion is None or standing.expires_on is None:
        return RenewalAssessment(RenewalBar.FIRST)
    if standing.has_lapsed:
        return RenewalAssessment(RenewalBar.LAPSED)
    if standing.completion.basis == Completion.Basis.REFRESHER:
        return RenewalAssessment(RenewalBar.SECOND)
    opens_on = _opens_on(standing, standing.expires_on)
    return (
        RenewalAssessment(RenewalBar.EARLY, opens_on)
        if standing.on < opens_on
        else RenewalAssessment()
    )


def merge_refreshers(found: Iterable[CourseStanding]) -> list[CourseStanding]:
    """Return ``found`` with refreshers under way merged into the rows they renew.

    Such a refresher is the way to renew its course and no duty of its own. A refresher
    that renews nothing now remains a row; the order is kept.
    """
    rows = list(found)
    ways = {
        (one.person.pk, one.course.refreshes_id): one
        for one in rows
        if one.course.refreshes_id and one.enrolment and not one.is_required
    }
    renewed = {
        key: one
        for one in rows
        if (key := (one.person.pk, one.course.pk)) in ways
        and one.is_required
        and assess_renewal(one.without_update).is_by_refresher
    }
    apart = {id(ways[key]) for key in renewed}
    return [
        replace(one, refresher=ways[key])
        if (key := (one.person.pk, one.course.pk)) in renewed
        else one
        for one in rows
        if id(one) not in apart
    ]


def set_renewal_days(
    passes: Iterable[Completion], stands: Iterable[CourseStanding]
) -> None:
    """Set on each pass the day by which a post requires renewal before it expires.

    ``stands`` are the standings of the holders; only the newest pass of a course is
    set.
    """
    found = {one.completion.pk: one.renew_by for one in stands if one.completion}
    for row in passes:
        row.renew_by = found.get(row.pk)


def load_renewal_days(
    passes: Iterable[Completion],
    *,
    on: date,
    people: Iterable[StaffMember] | None = None,
) -> list[Completion]:
    """Return ``passes`` with their renewal days; the number of queries is fixed.

    ``people`` are their holders, if loaded already.
    """
    rows = list(passes)
    if rows:
        holders = StaffMember.objects.filter(pk__in={row.learner_id for row in rows})
        set_renewal_days(
            rows, compute_standings(load_standing_facts(holders, on, people=people), on)
        )
    return rows


def renew_by_refresher(
    refresher: Completion, *, by: "User | None"
) -> Completion | None:
    """Renew the course of a ``refresher`` by its pass, if it may.

    Returns the completion of that course, or ``None`` if the refresher renews nothing.
    The learner is notified either way, with the reason. Joins the caller’s transaction.
    """
    course = refresher.course.refreshes
    if course is None:
        return None
    before = find_course_standing(refresher.learner, course, refresher.passed_on)
    found = assess_renewal(before)
    made = (
        record_renewed_completion(refresher, course, by=by)
        if found.is_by_refresher
        else None
    )
    _tell(refresher, course, found, made)
    return made


def assess_renewal_on(
    refresher: Completion, course: Course, on: date
) -> RenewalAssessment:
    """Return how ``course`` would be renewed if its ``refresher`` had been passed on ``on``.

    The completion that it did renew is ignored.
    """
    made = find_renewal(refresher)
    own = {row.pk for row in list_correction_chain(made)} if made is not None else set()
    staff = StaffMember.objects.filter(pk=refresher.learner_id)
    facts = load_standing_facts(staff, on, courses=[course.pk])
    known = facts.of[refresher.learner_id]
    known.completions = [row for row in known.completions if row.pk not in own]
    return assess_renewal(next(iter(compute_standings(facts, on)), None))


def find_course_standing(
    person: StaffMember, course: Course, on: date
) -> CourseStanding | None:
    """Return the standing of one person with one course, if required, assigned or passed."""
    staff = StaffMember.objects.filter(pk=person.pk)
    facts = load_standing_facts(staff, on, courses=[course.pk], people=[person])
    return next(iter(compute_standings(facts, on)), None)


def _opens_on(standing: CourseStanding, until: date) -> date:
    rule = standing.requirement
    window = timedelta(days=rule.window_days if rule else 0)
    return until - max(RENEWAL_WINDOW, window)


def _tell(
    refresher: Completion,
    course: Course,
    found: RenewalAssessment,
    made: Completion | None,
) -> None:
    user = refresher.learner.user
    if user is None:
        return
    context = {"code": course.code, "refresher": refresher.course.code}
    if made is not None:
        load_renewal_days([made], on=made.passed_on)
        context["day"] = made.expires_on.isoformat()
        if made.renew_by is not None:
            context["renew_by"] = made.renew_by.isoformat()
    if found.bar is not None:
        context["bar"] = found.bar.value
    if found.opens_on is not None:
        context["day"] = found.opens_on.isoformat()
    kind = NOT_RENEWED if made is None else RENEWED
    notify_user(
        user, kind, str(refresher.pk), context=context, url=f"/courses/{course.slug}/"
    )
