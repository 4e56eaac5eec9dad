"""Tell both, once, that somebody is to look again: no name and no result is told."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.observing.models import Observation
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import store_notices
from elearning.staff.models import StaffMember

KIND = "second-look"
#: So long before the day, and after it, it is said.
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=30)


def send_follow_up_reminders(at: datetime) -> int:
    """Tell who was observed and who observed a week before the second look.

    Once each; nothing where somebody has looked again since, nothing to people on leave,
    gone or without an account. Takes the same few queries for any number of them.
    """
    on = timezone.localdate(at)
    near = Observation.objects.filter(
        follow_up_on__gt=on - _AFTER, follow_up_on__lte=on + _BEFORE
    )
    staff = StaffMember.objects.at_work(on).filter(user__is_active=True)
    users = dict(staff.values_list("pk", "user"))
    newest = dict(
        Observation.objects.filter(learner__in=near.values("learner"))
        .order_by("seen_on", "pk")
        .values_list("learner", "seen_on")
    )
    return store_notices(
        Notice(
            user_id=users[person],
            kind=KIND,
            key=str(one.key),
            context={"day": one.follow_up_on, "is_learner": person == one.learner_id},
            url="/my/records/" if person == one.learner_id else "",
            created_at=at,
        )
        for one in near
        if newest[one.learner_id] <= one.seen_on
        for person in (one.learner_id, one.observer_id)
        if person in users
    )


def render_follow_up_notice(context: dict[str, Any]) -> NoticeText:
    """Return the words for one of the two."""
    day = parse_date(str(context["day"]))
    words = _("A second look at practice is planned for %(day)s") % {
        "day": date_format(day) if day else ""
    }
    if context["is_learner"]:
        return NoticeText(words, _("What was agreed stands in your record."))
    return NoticeText(
        words, _("Agree on the time with the colleague whom you observed.")
    )
