"""Notices that a sitting was planned, moved, cancelled or given another invigilator.

People enrolled or appointed later see it on the start page of the exam.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.models import Sitting
from courses.models import Enrolment
from elearning.accounts.models import User
from elearning.notices import notice_texts
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user, notify_users
from elearning.staff.models import Appointment, in_force

PLANNED = "sitting-planned"
MOVED = "sitting-moved"
CANCELLED = "sitting-cancelled"
GIVEN = "sitting-given"
TAKEN = "sitting-taken"


def notify_learners(sitting: Sitting, kind: str, *, turn: object, at: datetime) -> int:
    """Send each learner concerned a notice of ``kind``; return how many are new.

    ``turn`` identifies the change, so that moving a sitting twice sends two notices.
    """
    return notify_users(
        list_concerned_users(sitting),
        kind,
        _key(sitting, turn),
        context=_context(sitting),
        url=f"/courses/{sitting.course.slug}/",
        at=at,
    )


def notify_invigilator(
    sitting: Sitting, user: User | None, kind: str, *, turn: object, at: datetime
) -> None:
    """Send ``user`` the notice; it links to no page for a former invigilator."""
    if user is None:
        return
    notify_user(
        user,
        kind,
        f"{_key(sitting, turn)}:invigilator",
        context=_context(sitting),
        url="" if kind == TAKEN else f"/desk/exams/sittings/{sitting.key}/",
        at=at,
    )


def list_concerned_users(sitting: Sitting) -> QuerySet[User]:
    """Return the accounts of those at its establishment who have yet to pass the exam.

    Service there is checked for the day on which the sitting opens.
    """
    day = timezone.localdate(sitting.opens_at)
    serving = Appointment.objects.filter(
        in_force(day), establishment__path__startswith=sitting.establishment.path
    )
    learners = Enrolment.objects.active().filter(
        course=sitting.course, learner__in=serving.values("staff_member")
    )
    return User.objects.filter(
        is_active=True, staff_member__in=learners.values("learner")
    )


def register_sitting_notices() -> None:
    """Register the text of each kind of notice."""
    for kind, (words, more) in _SAYINGS.items():
        notice_texts.register_notice_text(kind, partial(_say, words, more))


def _key(sitting: Sitting, turn: object) -> str:
    return f"{sitting.key}:{turn}"


def _context(sitting: Sitting) -> dict[str, Any]:
    return {
        "code": sitting.course.code,
        "opens_at": sitting.opens_at,
        "closes_at": sitting.closes_at,
        "is_invigilated": sitting.is_invigilated,
    }


def _window(context: dict[str, Any]) -> dict[str, str]:
    """Return the placeholders of the sentences, in the reader's language and time."""
    opens, closes = (
        timezone.localtime(parse_datetime(str(context[name])))
        for name in ("opens_at", "closes_at")
    )
    end = time_format(closes, "H:i")
    if closes.date() != opens.date():
        end = f"{date_format(closes)}, {end}"
    return {
        "code": str(context["code"]),
        "day": date_format(opens),
        "opens": time_format(opens, "H:i"),
        "closes": end,
    }


def _say(
    words: str | Promise, more: str | Promise | None, context: dict[str, Any]
) -> NoticeText:
    text = _advice(context) if more is None else str(more)
    return NoticeText(str(words) % _window(context), text)


def _advice(context: dict[str, Any]) -> str:
    if context.get("is_invigilated"):
        return _(
            "An invigilator will be in the room and will show the code that opens it."
        )
    return ""


#: The subject of each kind of notice, and its text; ``None`` for advice to learners.
_SAYINGS: dict[str, tuple[str | Promise, str | Promise | None]] = {
    PLANNED: (
        gettext_lazy(
            "Course %(code)s: the exam is open at your establishment on %(day)s from "
            "%(opens)s to %(closes)s"
        ),
        None,
    ),
    MOVED: (
        gettext_lazy(
            "Course %(code)s: the exam was moved. It is now on %(day)s from %(opens)s to "
            "%(closes)s"
        ),
        None,
    ),
    CANCELLED: (
        gettext_lazy(
            "Course %(code)s: the exam on %(day)s from %(opens)s to %(closes)s was called off"
        ),
        gettext_lazy("We will tell you about another time."),
    ),
    GIVEN: (
        gettext_lazy(
            "You are invigilating the exam of course %(code)s on %(day)s "
            "from %(opens)s to %(closes)s"
        ),
        gettext_lazy("You will find the code on the page of the sitting."),
    ),
    TAKEN: (
        gettext_lazy(
            "Someone else is invigilating the exam of course %(code)s on "
            "%(day)s from %(opens)s to %(closes)s"
        ),
        "",
    ),
}
