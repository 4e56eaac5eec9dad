"""Enrolment of learners on courses, and its end."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import EnrolmentError
from courses.events import EnrolmentLeft, LearnerEnrolled
from courses.models import Course, Enrolment
from courses.models.enrolment import EnrolmentQuerySet
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def enrol_learner(
    learner: StaffMember,
    course: Course,
    *,
    by: "User | None",
    due: date | None = None,
    at: datetime | None = None,
) -> Enrolment:
    """Enrol ``learner`` on the current edition of ``course``.

    Enrolling twice is harmless, so that an HR import can be repeated: an enrolment
    still under way is returned unchanged. Raises ``EnrolmentError`` for a course that
    is closed or has no released edition.
    """
    if course.closed_at is not None or (edition := course.current_edition) is None:
        raise EnrolmentError(
            _("“%(course)s” is not open yet. Ask your training team when it starts.")
            % {"course": course.title}
        )
    with unit_of_work():
        enrolment, created = Enrolment.objects.active().get_or_create(
            learner=learner,
            course=course,
            defaults={
                "edition": edition,
                "due": due,
                "enrolled_at": at or timezone.now(),
                "enrolled_by": by,
            },
        )
        if created:
            audit_log.record_action(
                "courses.enrolled", by=by, on=enrolment, person=learner.key
            )
            LearnerEnrolled(enrolment).send()
    return enrolment


def leave_course(
    enrolment: Enrolment, *, by: "User | None", at: datetime | None = None
) -> None:
    """End an enrolment that was voluntary or is no longer required; repeating is harmless.

    Raises ``EnrolmentError`` if learners end a course that has a due date; only HR can.
    """
    theirs = by is not None and enrolment.learner.user_id == by.pk
    if theirs and enrolment.due is not None:
        raise EnrolmentError(
            _("This course was assigned to you. Ask your personnel officer to end it.")
        )
    end_enrolments(
        Enrolment.objects.filter(pk=enrolment.pk), by=by, at=at or timezone.now()
    )


def end_enrolments(
    enrolments: EnrolmentQuerySet, *, by: "User | None", at: datetime
) -> int:
    """End those of ``enrolments`` that are under way, together; return their number.

    The rows are filtered again after locking, so that, for example, an enrolment
    started in the meantime is left alone if ``enrolments`` excludes started ones. The
    number of queries does not grow with the number of rows.
    """
    with unit_of_work():
        locked = enrolments.active().select_for_update(of=("self",), no_key=True)
        left = list(locked.select_related("learner", "course", "edition"))
        Enrolment.objects.filter(pk__in=[one.pk for one in left]).update(ended_at=at)
        about = [(one, one.learner.key) for one in left]
        audit_log.record_action_for_each("courses.left", by=by, about=about)
        for one in left:
            EnrolmentLeft(one, at).send()
    return len(left)
