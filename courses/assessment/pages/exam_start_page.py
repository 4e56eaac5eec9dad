"""The content of the page on which an exam starts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.assessment.attempts import exam_admission, extra_time
from courses.assessment.errors import StartRefusal
from courses.assessment.models import Attempt, PaperVersion
from courses.assessment.papers import question_draw
from courses.assessment.practice import course_practice
from courses.assessment.sittings import sitting_entrance
from courses.models import Enrolment, UnitVersion


@dataclass(frozen=True)
class LessonLink:
    """A lesson to read, with its duration in minutes."""

    url: str
    title: str
    minutes: int


@dataclass(frozen=True)
class EarlyClosing:
    """The end of a sitting that leaves less time than the exam has, in minutes."""

    at: datetime
    minutes: int


def build_start_context(
    enrolment: Enrolment, paper: PaperVersion, under_way: Attempt | None, at: datetime
) -> dict[str, Any]:
    """Return the start page's context: rules, obstacles and earlier attempts."""
    taken = list(enrolment.attempts.handed_in().with_verdict().order_by("number"))
    allowed = exam_admission.count_allowed_attempts(enrolment, paper)
    reasons: list[StartRefusal] = []
    if under_way is None:
        reasons = exam_admission.list_start_refusals(enrolment, at)
    way = sitting_entrance.build_entrance(enrolment, paper, at)
    extra = extra_time.compute_extra_minutes(enrolment.learner, paper, at)
    started = [*taken, under_way] if under_way else taken
    left = exam_admission.count_attempts_left(started, allowed)
    facts = _facts(paper, extra, left=_left(left, allowed, is_after=bool(under_way)))
    closes = max((timezone.localtime(one.closes_at) for one in way.open), default=None)
    if closes is not None and not reasons:
        facts.append((_("Open until"), date_format(closes, "SHORT_DATETIME_FORMAT")))
    closing = _closing(closes, paper.minutes + extra, at)
    lessons = _lessons(enrolment, reasons)
    return {
        "enrolment": enrolment,
        "course": enrolment.course,
        "paper": paper,
        "breadcrumbs": [(enrolment.get_absolute_url(), enrolment.course.title)],
        "title": paper.version.title,
        "attempts": allowed,
        "facts": facts,
        "coming": [one for one in way.planned if one.opens_at > at],
        "needs_code": way.needs_code,
        "extra": extra,
        "minutes": closing.minutes if closing else paper.minutes + extra,
        "closes_early": closing,
        "under_way": under_way,
        "reasons": reasons,
        "lessons": lessons,
        "lessons_minutes": sum(one.minutes for one in lessons),
        "practice": course_practice.build_practice_url(enrolment),
        "tried_out": min(
            paper.trials, len(question_draw.build_live_pool(enrolment.edition).trials)
        ),
        "has_scenarios": question_draw.has_scenarios(enrolment.edition),
        "taken": taken,
        "open_questions": paper.open_questions,
        "marking_days": settings.MARKING_WORKING_DAYS,
    }


def build_lesson_link(enrolment: Enrolment, version: UnitVersion) -> LessonLink:
    """Return the link to a lesson of the learner's edition."""
    text = version.text()
    address = reverse("content:lesson", args=[enrolment.course.slug, version.unit.slug])
    return LessonLink(address, text.title, text.minutes)


def _lessons(enrolment: Enrolment, reasons: list[StartRefusal]) -> list[LessonLink]:
    missing = {unit.pk for reason in reasons for unit in reason.units}
    if not missing:
        return []
    return [
        build_lesson_link(enrolment, entry.version)
        for entry in enrolment.edition.steps
        if entry.version.unit_id in missing
    ]


def _closing(
    closes: datetime | None, minutes: int, at: datetime
) -> EarlyClosing | None:
    """Return the early closing, if an exam closes within its ``minutes``."""
    if closes is None or closes >= at + timedelta(minutes=minutes):
        return None
    return EarlyClosing(closes, (closes - at) // timedelta(minutes=1))


def _left(left: int, allowed: int, *, is_after: bool) -> str:
    """Return the sentence on how many attempts are left, besides one under way."""
    words = _("%(left)s of %(total)s")
    if is_after:
        words = _("%(left)s after this one")
    return words % {"left": left, "total": allowed}


def _facts(paper: PaperVersion, extra: int, *, left: str) -> list[tuple[str, Any]]:
    time = _("%(n)s min") % {"n": paper.minutes}
    if extra:
        words = _("%(n)s min, including %(extra)s min extra time")
        time = words % {"n": paper.minutes + extra, "extra": extra}
    return [
        (_("Questions"), paper.questions),
        (_("Time allowed"), time),
        (_("Pass mark"), _("%(n)s%%") % {"n": paper.pass_mark}),
        (_("Attempts left"), left),
    ]
