"""One course on a learner’s home page: its state and the one button to continue."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.attempts import exam_admission
from courses.assessment.attempts.running_attempt import (
    is_attempt_running,
    render_strip_text,
)
from courses.assessment.models import Attempt
from courses.assessment.sittings import sitting_entrance
from courses.compliance.standing_explanations import explain_standing
from courses.compliance.status import CourseStanding, StandingState
from courses.models import EditionEntry, Enrolment, Unit, UnitProgress
from courses.outline_cache import load_outline

#: States that are not shown for a course that is taken again.
_SAYS_NOTHING = (StandingState.VALID, StandingState.NOT_REQUIRED)


@dataclass(frozen=True)
class CourseItem:
    """One course on a learner’s home page; ``minutes`` are those left.

    ``why`` explains the state if a rule or an assignment requires the course
    (``is_asked``). ``is_exam`` means that the exam is next, with no known obstacle.
    ``ends_at`` is the end of an exam in progress; no minutes are shown then.
    ``time_left`` is the number of days left, if there is a due day that has not passed.
    """

    enrolment: Enrolment
    title: str
    state: str
    state_label: str
    why: str
    done: int
    total: int
    minutes: int
    next_title: str
    url: str
    action_label: str
    is_exam: bool = False
    ends_at: datetime | None = None
    is_asked: bool = False
    time_left: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether its exam is in progress."""
        return self.ends_at is not None

    @property
    def note(self) -> str:
        """The next step or what is waited for, else the reason for the state."""
        return self.why if self.minutes else self.next_title or self.why


def build_course_item(
    enrolment: Enrolment, at: datetime, standing: CourseStanding | None
) -> CourseItem:
    """Return the item for ``enrolment``, with the one button to continue."""
    for attempt in enrolment.attempts.all():
        if attempt.is_waiting:
            return _waiting_item(enrolment, attempt, standing)
        if is_attempt_running(attempt, at):
            return _running_item(enrolment, attempt, standing)
    progress = {row.unit_id: row for row in enrolment.progress.all()}
    lessons = _steps(enrolment, Unit.Kind.LESSON)
    left = [entry for entry in lessons if not _is_finished(entry, progress)]
    ahead = left or [
        entry
        for entry in _steps(enrolment, Unit.Kind.EXAM)
        if not _is_finished(entry, progress)
    ]
    here = _here(enrolment, ahead)
    item = CourseItem(
        enrolment=enrolment,
        title=enrolment.course.title,
        state=_state(standing, is_begun=bool(progress)),
        state_label="",
        why=_why(standing),
        done=len(lessons) - len(left),
        total=len(lessons),
        minutes=sum(entry.version.text().minutes for entry in ahead),
        next_title=_next_title(here, lessons, progress),
        url=_url(enrolment, here, progress),
        action_label=_action(here, is_begun=bool(progress)),
        is_exam=here is not None and here.version.unit.kind == Unit.Kind.EXAM,
        is_asked=_is_asked(standing),
        time_left=_time_left(standing),
    )
    return item if left else _between_attempts(item, at)


def _between_attempts(item: CourseItem, at: datetime) -> CourseItem:
    """Return the item with the next attempt’s opening if it is not open, or if none is left."""
    taken = list(item.enrolment.attempts.all())
    if not taken or taken[-1].is_open or not (words := _in_the_way(taken, at)):
        return item
    return replace(
        item,
        next_title=words,
        url=reverse("learner:result", args=[taken[-1].key]),
        action_label=_("See what comes next"),
        is_exam=False,
        minutes=0,
    )


def add_exam_opening(item: CourseItem, at: datetime) -> CourseItem:
    """Return the item with the opening of the exam at the learner’s establishment."""
    if not item.is_exam:
        return item
    enrolment = item.enrolment
    way = sitting_entrance.build_entrance(
        enrolment, exam_admission.get_exam_paper(enrolment), at
    )
    if (closed := sitting_entrance.find_sitting_refusal(way, at)) is not None:
        return replace(item, next_title=closed.text)
    if not way.open:
        return item
    closes = max(timezone.localtime(sitting.closes_at) for sitting in way.open)
    words = _("Final exam, open until %(time)s")
    if way.needs_code:
        words = _("Final exam, open until %(time)s with the code from your invigilator")
    when = date_format(closes, "SHORT_DATETIME_FORMAT")
    return replace(item, next_title=words % {"time": when})


def _in_the_way(taken: list[Attempt], at: datetime) -> str:
    """Return when the attempt after ``taken`` opens, or that none is left, in words."""
    last = taken[-1]
    if not exam_admission.count_attempts_left(
        taken, exam_admission.count_allowed_from_rows(taken, last.paper)
    ):
        return _("Final exam: no attempts left. Speak with your trainer.")
    opens_at = exam_admission.find_next_attempt_time(last.paper, taken)
    if opens_at is None or opens_at <= at:
        return ""
    moment = timezone.localtime(opens_at)
    words = _("The next attempt at the final exam opens on %(date)s at %(time)s")
    return words % {"date": date_format(moment), "time": time_format(moment, "H:i")}


def _running_item(
    enrolment: Enrolment, attempt: Attempt, standing: CourseStanding | None
) -> CourseItem:
    """Return the item for a course whose exam is in progress, with its end."""
    lessons = _steps(enrolment, Unit.Kind.LESSON)
    return CourseItem(
        enrolment=enrolment,
        title=render_strip_text(attempt),
        state="",
        state_label="",
        why="",
        done=len(lessons),
        total=len(lessons),
        minutes=0,
        next_title=enrolment.course.title,
        url=attempt.start_url,
        action_label=_("Continue"),
        ends_at=attempt.ends_at,
        is_asked=_is_asked(standing),
    )


def _waiting_item(
    enrolment: Enrolment, attempt: Attempt, standing: CourseStanding | None
) -> CourseItem:
    """Return the item for a course whose exam is handed in but not marked yet."""
    lessons = _steps(enrolment, Unit.Kind.LESSON)
    return CourseItem(
        enrolment=enrolment,
        title=enrolment.course.title,
        state="awaiting",
        state_label=_("Exam handed in, waiting for a trainer's marks"),
        why=_why(standing),
        done=len(lessons),
        total=len(lessons),
        minutes=0,
        next_title="",
        url=reverse("learner:result", args=[attempt.key]),
        action_label=_("See what is still pending"),
        is_asked=_is_asked(standing),
    )


def _here(enrolment: Enrolment, ahead: list[EditionEntry]) -> EditionEntry | None:
    """Return the step last opened if it is still ahead, else the next one."""
    last = (step for step in ahead if step.version.unit_id == enrolment.last_unit_id)
    return next(last, ahead[0] if ahead else None)


def _steps(enrolment: Enrolment, kind: Unit.Kind) -> list[EditionEntry]:
    entries = load_outline(enrolment.edition_id)
    return [entry for entry in entries if entry.version.unit.kind == kind]


def _is_finished(entry: EditionEntry, progress: dict[int, UnitProgress]) -> bool:
    row = progress.get(entry.version.unit_id)
    return row is not None and row.finished_at is not None


def _state(standing: CourseStanding | None, *, is_begun: bool) -> str:
    """Return the state shown on every screen, else the progress."""
    if standing is not None and standing.state not in _SAYS_NOTHING:
        return standing.state.value
    return "in-progress" if is_begun else "not-started"


def _is_asked(standing: CourseStanding | None) -> bool:
    return standing is not None and standing.state != StandingState.NOT_REQUIRED


def _time_left(standing: CourseStanding | None) -> str:
    if standing is None or standing.due_on is None or standing.due_on < standing.on:
        return ""
    days = (standing.due_on - standing.on).days
    left = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return f"({left})"


def _next_title(
    here: EditionEntry | None,
    lessons: list[EditionEntry],
    progress: dict[int, UnitProgress],
) -> str:
    """Return the title of the next step; for a lesson with its number and the part last read."""
    if here is None:
        return ""
    if here not in lessons:
        return here.version.title
    row, parts = progress.get(here.version.unit_id), here.version.text().parts
    values = {
        "number": lessons.index(here) + 1,
        "total": len(lessons),
        "title": here.version.title,
    }
    if row is None or row.block not in parts:
        return _("Lesson %(number)s of %(total)s: %(title)s") % values
    values |= {"part": parts.index(row.block) + 1, "parts": len(parts)}
    words = _("Lesson %(number)s of %(total)s, part %(part)s of %(parts)s: %(title)s")
    return words % values


def _why(standing: CourseStanding | None) -> str:
    if standing is None or not _is_asked(standing):
        return ""
    if standing.refresher is None:
        return explain_standing(standing)
    words = _("It renews %(code)s.") % {"code": standing.course.code}
    return f"{words} {explain_standing(standing)}"


def _url(
    enrolment: Enrolment, here: EditionEntry | None, progress: dict[int, UnitProgress]
) -> str:
    if here is None:
        return enrolment.get_absolute_url()
    unit = here.version.unit
    if unit.kind == Unit.Kind.EXAM:
        return reverse("assessment:start", args=[enrolment.key])
    row = progress.get(unit.pk)
    anchor = f"#{row.block}" if row and row.block else ""
    return reverse("content:lesson", args=[enrolment.course.slug, unit.slug]) + anchor


def _action(here: EditionEntry | None, *, is_begun: bool) -> str:
    if here is not None and here.version.unit.kind == Unit.Kind.EXAM:
        return _("Go to the final exam")
    return _("Continue") if is_begun else _("Start course")
