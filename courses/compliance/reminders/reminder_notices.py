"""Texts of reminders, with the codes of courses and nothing more (curriculum R16)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elearning.notices import notice_texts
from elearning.notices.notice_texts import NoticeText, format_notice_day

ASSIGNED, DUE, LATE = "course-assigned", "course-due", "course-late"
PEOPLE_DUE, TRAINING_LATE = "people-due", "training-late"
UPDATE_DUE, UPDATE_LATE = "update-due", "update-late"
#: From this number of minutes, hours are given.
_AN_HOUR_AND_A_HALF = 90

Context = Mapping[str, Any]


def register() -> None:
    """Register the texts of all kinds of reminders."""
    for kind, say in _SAYINGS.items():
        notice_texts.register_notice_text(kind, say)


def format_planned_time(minutes: int) -> str:
    """Return how long something takes, and that it is duty time (curriculum R15)."""
    if not minutes:
        return ""
    if minutes < _AN_HOUR_AND_A_HALF:
        takes = ngettext(
            "It takes about %(n)d minute.", "It takes about %(n)d minutes.", minutes
        ) % {"n": minutes}
    else:
        hours = -(-minutes // 60)
        takes = ngettext(
            "It takes about %(n)d hour.", "It takes about %(n)d hours.", hours
        ) % {"n": hours}
    duty = _("Study time is duty time: agree it with your line manager.")
    return f"{takes} {duty}"


def _say_assigned(context: Context) -> NoticeText:
    words = _("Course %(code)s is assigned to you, due on %(day)s")
    return NoticeText(words % _names(context), _plan(context))


def _say_due(context: Context) -> NoticeText:
    days = int(context["days"])
    if days == 0:
        words = _("Course %(code)s is due today")
        return NoticeText(words % _names(context), _plan(context))
    words = ngettext(
        "Course %(code)s due in %(days)d day",
        "Course %(code)s due in %(days)d days",
        days,
    )
    return NoticeText(words % _names(context), _last_day_and_plan(context))


def _say_late(context: Context) -> NoticeText:
    if context["state"] == "grace":
        words = _(
            "Course %(code)s was due on %(day)s: in grace period until %(grace_until)s"
        )
        return NoticeText(words % _names(context), _plan(context))
    if context["state"] == "lapsed":
        words = _("Course %(code)s has lapsed: it was due on %(day)s")
        whole = _("Take the whole course and its final exam again.")
        return NoticeText(words % _names(context), f"{whole} {_plan(context)}".strip())
    words = _("Course %(code)s has expired: it was due on %(day)s")
    return NoticeText(words % _names(context), _plan(context))


def _say_update(context: Context) -> NoticeText:
    days = int(context["days"])
    if days == 0:
        words = _("Course %(code)s: update your certificate today")
        return NoticeText(words % _names(context), _plan(context))
    words = ngettext(
        "Course %(code)s: update your certificate within %(days)d day",
        "Course %(code)s: update your certificate within %(days)d days",
        days,
    )
    return NoticeText(words % _names(context), _last_day_and_plan(context))


def _say_update_late(context: Context) -> NoticeText:
    words = _("Course %(code)s has expired: the update was due on %(day)s")
    again = _("Read the changes and answer the questions to make it valid again.")
    return NoticeText(words % _names(context), f"{again} {_plan(context)}".strip())


def _say_people(context: Context) -> NoticeText:
    soon, today, late = (context[name] for name in ("soon", "today", "late"))
    words = _("Your people: due within 30 days – %(soon)d, overdue – %(late)d") % {
        "soon": sum(soon.values()),
        "late": sum(late.values()),
    }
    lines = [
        sentence % {"courses": _courses(counts)}
        for sentence, counts in (
            (_("Due within 30 days: %(courses)s."), soon),
            (_("Of these, due today: %(courses)s."), today),
            (_("Overdue: %(courses)s."), late),
        )
        if counts
    ]
    return NoticeText(words, " ".join(lines))


def _say_training(context: Context) -> NoticeText:
    words = _("Training in your remit: due today – %(today)d, overdue – %(late)d")
    more = _("Overdue for 30 days or more: %(long)d.")
    return NoticeText(words % context, more % context if context["long"] else "")


def _courses(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{code} ({counts[code]})" for code in sorted(counts))


def _plan(context: Context) -> str:
    """Return the planned time; older notices have none."""
    return format_planned_time(int(context.get("minutes") or 0))


def _last_day_and_plan(context: Context) -> str:
    """Return the due day, for those who read it days later, and the planned time."""
    day = format_notice_day(context.get("due_on"))
    last = _("The last day is %(day)s.") % {"day": day} if day else ""
    return f"{last} {_plan(context)}".strip()


def _names(context: Context) -> dict[str, Any]:
    return {
        "code": context["code"],
        "days": context["days"],
        "day": format_notice_day(context.get("due_on")),
        "grace_until": format_notice_day(context.get("grace_until")),
    }


_SAYINGS = {
    ASSIGNED: _say_assigned,
    DUE: _say_due,
    LATE: _say_late,
    PEOPLE_DUE: _say_people,
    TRAINING_LATE: _say_training,
    UPDATE_DUE: _say_update,
    UPDATE_LATE: _say_update_late,
}
