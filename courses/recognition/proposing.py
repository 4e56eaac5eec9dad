"""Enter training that somebody passed elsewhere or earlier; a second person decides."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses import validity
from courses.acts import act
from courses.models import Course
from courses.recognition import keeping
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Claim
from courses.recognition.office import demand_another, demand_office
from courses.recognition.scanning import Picture
from courses.records.models import Completion
from elearning.audit import trail
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class Paper:
    """What the paper says; without ``expires_on`` it counts as long as the course does."""

    passed_on: date
    issuer: str
    document_number: str
    expires_on: date | None = None


def propose(
    learner: StaffMember,
    course: Course,
    paper: Paper,
    *,
    scan: Picture | None = None,
    by: "User",
    at: datetime,
) -> Claim:
    """Enter that ``learner`` passed ``course`` by ``paper``; it changes nothing yet.

    Raises ``RecognitionError`` for another role, for one's own training, for a day that
    has not come, for days in the wrong order or later than the course allows, without
    issuer and number, and where the same is entered or on record already.
    """
    demand_office(by)
    demand_another(learner, by)
    expires_on = last_day(course, paper, today=timezone.localdate(at))
    issuer, number = paper.issuer.strip(), paper.document_number.strip()
    if not issuer or not number:
        raise RecognitionError(
            _("Write who issued the document, and its number. The two prove it.")
        )
    with act():
        people = StaffMember.objects.select_for_update(no_key=True)
        people.get(pk=learner.pk)
        _demand_new(learner, course, paper.passed_on)
        claim = Claim.objects.create(
            learner=learner,
            course=course,
            passed_on=paper.passed_on,
            expires_on=expires_on,
            issuer=issuer,
            document_number=number,
            proposed_by=by,
            proposed_at=at,
        )
        if scan is not None:
            keeping.keep(claim, scan)
        trail.write(
            "recognition.claimed",
            by=by,
            on=claim,
            person=learner.key,
            course=course.code,
            passed_on=paper.passed_on,
            expires_on=expires_on,
            scan=scan.digest if scan else "",
        )
    return claim


def last_day(course: Course, paper: Paper, *, today: date) -> date:
    """Return the last valid day of ``paper`` about ``course``.

    What another body certifies counts as long as it says; a course of ours never longer
    than a pass of that day would (curriculum R1).
    """
    if paper.passed_on > today:
        raise RecognitionError(
            _("This day has not come yet. Enter the day on the document.")
        )
    longest = validity.expires_on(paper.passed_on, course.validity_months)
    last = paper.expires_on or longest
    if last < paper.passed_on:
        raise RecognitionError(
            _("The last valid day is before the day of passing. Correct one of them.")
        )
    if last > longest and course.delivery != Course.Delivery.EXTERNAL:
        raise RecognitionError(
            _(
                "Course %(code)s counts until %(day)s at most when passed on that day. "
                "Enter that day or an earlier one."
            )
            % {"code": course.code, "day": date_format(longest)}
        )
    return last


def _demand_new(learner: StaffMember, course: Course, passed_on: date) -> None:
    """Refuse what would be on record twice."""
    about = {"learner": learner, "course": course, "passed_on": passed_on}
    if Claim.objects.waiting().filter(**about).exists():
        raise RecognitionError(
            _("This training is entered already and waits for a second person.")
        )
    known = Completion.objects.filter(**about, withdrawal=None, superseded_by=None)
    if known.exists():
        raise RecognitionError(
            _("A pass of this course on this day is on record already.")
        )
