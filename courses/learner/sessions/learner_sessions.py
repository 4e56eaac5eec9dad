"""Classroom courses of a learner: registered, required, held or taught."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from courses.classroom.models import Registration, Session
from courses.compliance.status import CourseStanding, StandingState
from courses.models import Course
from elearning.staff.models import StaffMember

_QUIET = (
    StandingState.PAUSED,
    StandingState.WAIVED,
    StandingState.NOT_REQUIRED,
    StandingState.VALID,
)


@dataclass(frozen=True)
class ClassroomCourseRow:
    """One classroom course in “My training”, with its session if registered."""

    course: Course
    state: str
    label: str = ""
    detail: str = ""
    session: Session | None = None

    @property
    def is_seated(self) -> bool:
        return self.session is not None and self.state == "in-progress"

    @property
    def query(self) -> str:
        """The URL query that filters the list of sessions by this course."""
        return urlencode({"course": self.course.code})


@dataclass(frozen=True)
class LearnerClassroom:
    """The classroom courses of one learner, and the sessions that they teach."""

    lines: list[ClassroomCourseRow] = field(default_factory=list)
    taught: list[Session] = field(default_factory=list)

    @property
    def now(self) -> ClassroomCourseRow | None:
        """The next session in which the learner has a seat."""
        return next((line for line in self.lines if line.is_seated), None)


def build_learner_classroom(
    learner: StaffMember, at: datetime, stands: Iterable[CourseStanding]
) -> LearnerClassroom:
    """Return the classroom courses of ``learner``, those with a session first.

    ``stands`` are the learner’s standings at ``at``, most urgent first. The number of
    queries does not grow with the number of courses.
    """
    on = timezone.localdate(at)
    lines = [_registered(row, at) for row in _under_way(learner)]
    known = {line.course.pk for line in lines}
    others = [
        one
        for one in stands
        if one.course.delivery == Course.Delivery.CLASSROOM
        and one.course.pk not in known
    ]
    lines += [
        ClassroomCourseRow(one.course, one.state.value, detail=_by(one.due_on))
        for one in others
        if one.state not in _QUIET
    ]
    lines += [
        ClassroomCourseRow(one.course, "valid", detail=_until(_ends_on(one)))
        for one in sorted(others, key=_ends_on)
        if one.state in _QUIET and _ends_on(one) >= on
    ]
    teaches = getattr(learner, "teaches", True)
    return LearnerClassroom(
        lines, list(list_taught_sessions(learner)) if teaches else []
    )


def list_taught_sessions(learner: StaffMember | OuterRef) -> QuerySet[Session]:
    """Return the open sessions that ``learner`` teaches."""
    taught = Session.objects.standing().filter(teacher=learner, closed_at=None)
    known = taught.select_related("course", "establishment")
    return known.prefetch_related("all_days")


def list_open_sessions(learner: StaffMember, at: datetime) -> QuerySet[Session]:
    """Return the future sessions that ``learner`` may register for."""
    rows = Session.objects.standing().with_numbers()
    rows = rows.for_person(learner, timezone.localdate(at))
    ahead = rows.filter(may_ask=True, closed_at=None, starts_at__gt=at)
    known = ahead.select_related("course", "establishment")
    return known.prefetch_related("all_days")


def list_visible_sessions(learner: StaffMember, at: datetime) -> QuerySet[Session]:
    """Return the sessions whose page ``learner`` may read: their own, and those open to them."""
    on_list = Registration.objects.standing().filter(learner=learner)
    open_ones = list_open_sessions(learner, at).order_by().values("pk")
    known = Session.objects.with_numbers().filter(
        Q(pk__in=on_list.values("session")) | Q(pk__in=open_ones)
    )
    return known.select_related("course", "establishment", "teacher").prefetch_related(
        "all_days"
    )


def _under_way(learner: StaffMember) -> QuerySet[Registration]:
    rows = learner.registrations.standing().filter(
        session__cancelled_at=None, session__closed_at=None
    )
    known = rows.select_related("session__course", "session__establishment")
    return known.prefetch_related("session__all_days").order_by("session__starts_at")


def _registered(row: Registration, at: datetime) -> ClassroomCourseRow:
    """Return the row of a registration, dated by the first day of the session."""
    session = row.session
    day = {"day": date_format(session.days[0].on, "DATE_FORMAT")}
    if not row.is_seated:
        words = _("On the waiting list for %(day)s") % day
        return ClassroomCourseRow(session.course, "awaiting", words, session=session)
    if session.is_over(at):
        words = _("Attendance on %(day)s is being checked") % day
        return ClassroomCourseRow(session.course, "awaiting", words, session=session)
    words = _("Registered for %(day)s") % day
    return ClassroomCourseRow(session.course, "in-progress", words, session=session)


def _ends_on(standing: CourseStanding) -> date:
    return standing.expires_on or date.min


def _by(on: date | None) -> str:
    return _("by %(day)s") % {"day": date_format(on)} if on else ""


def _until(on: date) -> str:
    return _("until %(day)s") % {"day": date_format(on)}
