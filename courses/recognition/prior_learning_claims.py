"""Claims of prior learning, entered by one officer and decided by another."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses import validity
from courses.models import Course
from courses.recognition import scan_store
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Claim
from courses.recognition.personnel_permissions import (
    check_not_own_record,
    check_personnel_office,
)
from courses.recognition.scan_sanitiser import SanitisedScan
from courses.records.models import Completion
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class PriorLearningDocument:
    """The data on the document; without ``expires_on``, the validity of the course applies."""

    passed_on: date
    issuer: str
    document_number: str
    expires_on: date | None = None


def propose_prior_learning(
    learner: StaffMember,
    course: Course,
    paper: PriorLearningDocument,
    *,
    scan: SanitisedScan | None = None,
    by: "User",
    at: datetime,
) -> Claim:
    """Enter that ``learner`` passed ``course`` according to ``paper``; nothing changes yet.

    Raises ``RecognitionError`` for users of other roles and for their own training, for
    a day in the future, for days in the wrong order or later than the course allows, if
    issuer or number is missing, or if the same is entered or recorded already.
    """
    check_personnel_office(by)
    check_not_own_record(learner, by)
    expires_on = compute_last_valid_day(course, paper, today=timezone.localdate(at))
    issuer, number = paper.issuer.strip(), paper.document_number.strip()
    if not issuer or not number:
        raise RecognitionError(
            _(
                "Enter who issued the document and its number. Together they "
                "prove the training."
            )
        )
    with unit_of_work():
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
            scan_store.store_scan(claim, scan)
        audit_log.record_action(
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


def compute_last_valid_day(
    course: Course, paper: PriorLearningDocument, *, today: date
) -> date:
    """Return the last valid day of ``paper`` for ``course``.

    A certificate of another body is valid as long as it says, but one for our courses
    no longer than a pass of that day would be (curriculum R1).
    """
    if paper.passed_on > today:
        raise RecognitionError(
            _("This date is in the future. Enter the date on the document.")
        )
    longest = validity.compute_expiry(paper.passed_on, course.validity_months)
    last = paper.expires_on or longest
    if last < paper.passed_on:
        raise RecognitionError(
            _("The last valid day is before the date passed. Correct one of them.")
        )
    if last > longest and course.delivery != Course.Delivery.EXTERNAL:
        raise RecognitionError(
            _(
                "If passed on that date, course %(code)s counts until %(day)s at "
                "the latest. Enter that date or an earlier one."
            )
            % {"code": course.code, "day": date_format(longest)}
        )
    return last


def _demand_new(learner: StaffMember, course: Course, passed_on: date) -> None:
    """Raise ``RecognitionError`` if the pass is entered or recorded already."""
    about = {"learner": learner, "course": course, "passed_on": passed_on}
    if Claim.objects.waiting().filter(**about).exists():
        raise RecognitionError(
            _(
                "This training has already been entered and is waiting for a "
                "second person."
            )
        )
    known = Completion.objects.filter(**about, withdrawal=None, superseded_by=None)
    if known.exists():
        raise RecognitionError(
            _("A pass of this course on this day is on record already.")
        )
