"""The sittings through which a learner may start an exam."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from courses.assessment.errors import StartRefusal
from courses.assessment.models import PaperVersion, Sitting
from courses.assessment.sittings import access_codes
from courses.models import Enrolment
from elearning.prepared_queries import PreparedQuery, QueryParameter
from elearning.staff.models import Appointment


@dataclass(frozen=True)
class SittingEntrance:
    """The sittings planned for a learner, in order, and those open to them now.

    ``is_bound`` means that they need one: the paper requires it, or their establishment
    has planned windows for the exam since they were enrolled.
    """

    is_bound: bool
    planned: list[Sitting]
    open: list[Sitting]

    @property
    def needs_code(self) -> bool:
        """Whether a code must be entered because no window is open without one."""
        return bool(self.open) and all(one.is_invigilated for one in self.open)

    def sitting(self, code: str) -> Sitting | None:
        """Return the sitting in which to start, or ``None`` if ``code`` fits none."""
        free = (one for one in self.open if not one.is_invigilated)
        known = (one for one in self.open if access_codes.is_sitting_code(one, code))
        return next(free, None) or next(known, None)


def build_entrance(
    enrolment: Enrolment, paper: PaperVersion, at: datetime
) -> SittingEntrance:
    """Return the sittings in which the learner of ``enrolment`` may start at ``at``.

    Nobody supervises their own exam: sittings they invigilate are excluded, and so are
    sittings without an invigilator that they planned or moved themselves.
    """
    mine = _mine.ask(
        course=enrolment.course_id,
        since=enrolment.enrolled_at,
        learner=enrolment.learner_id,
        day=timezone.localdate(at),
    )
    planned = [one for one in mine if one.is_invigilated or not paper.is_invigilated]
    is_bound = paper.is_invigilated or bool(planned)
    if own := enrolment.learner.user_id:
        planned = [one for one in planned if not _is_own(one, own)]
    return SittingEntrance(
        is_bound=is_bound,
        planned=planned,
        open=[one for one in planned if one.is_open(at)],
    )


def find_sitting_refusal(way: SittingEntrance, at: datetime) -> StartRefusal | None:
    """Return why no sitting admits the learner at ``at``, or ``None`` if one does."""
    if not way.is_bound or way.open:
        return None
    coming = [one for one in way.planned if one.opens_at > at]
    if coming:
        first = min(coming, key=lambda one: one.opens_at)
        text = _(
            "At your establishment the exam is open on %(date)s from %(start)s to "
            "%(end)s. Come back then."
        )
        return StartRefusal("window", text % _words(first), until=first.opens_at)
    if way.planned:
        last = max(way.planned, key=lambda one: one.closes_at)
        text = _(
            "At your establishment the exam was open on %(date)s from %(start)s to "
            "%(end)s. Ask your personnel officer or trainer when it opens again."
        )
        return StartRefusal("window", text % _words(last))
    text = _(
        "This exam is taken in a sitting, and none is planned for you at "
        "your establishment. Ask your personnel officer or trainer to "
        "plan one."
    )
    return StartRefusal("window", text)


def build_wrong_code_refusal() -> StartRefusal:
    """Return the one message for codes that are wrong, expired or of another place."""
    text = _(
        "This code does not open the exam at your establishment now. "
        "Check each character, or ask your invigilator."
    )
    return StartRefusal("code", text)


def _is_own(sitting: Sitting, user: int) -> bool:
    """Return whether ``user`` invigilates, or set the time without an invigilator."""
    if sitting.is_invigilated:
        return sitting.invigilator_id == user
    return sitting.planned_by_id == user or bool(sitting.is_moved)  # type: ignore[attr-defined]  # annotated


@PreparedQuery
def _mine() -> QuerySet[Sitting]:
    planned = Sitting.objects.planned().filter(
        course=QueryParameter("course", Sitting, "course"),
        closes_at__gt=QueryParameter("since", Sitting, "closes_at"),
    )
    moved = Sitting.moved_by.through.objects.filter(
        sitting=OuterRef("pk"),
        user__staff_member=QueryParameter("learner", Appointment, "staff_member"),
    )
    return planned.annotate(is_moved=Exists(moved)).for_person(
        QueryParameter("learner", Appointment, "staff_member"),
        QueryParameter("day", Appointment, "starts_on"),
    )


def _words(sitting: Sitting) -> dict[str, str]:
    opens = timezone.localtime(sitting.opens_at)
    closes = timezone.localtime(sitting.closes_at)
    end = time_format(closes, "H:i")
    if closes.date() != opens.date():
        end = f"{date_format(closes)}, {end}"
    return {
        "date": date_format(opens),
        "start": time_format(opens, "H:i"),
        "end": end,
    }
