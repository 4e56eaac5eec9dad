"""Reminders of follow-ups to both people, sent once, without names or results."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.observations.models import Observation
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import store_notices
from elearning.staff.models import StaffMember

KIND = "second-look"
#: How long before the day, and after it, reminders are sent.
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=30)


def send_follow_up_reminders(at: datetime) -> int:
    """Notify learners and observers a week before the follow-up; return how many notices.

    Each person gets one notice. Nobody gets one if there was an observation since, nor
    do people who are on leave, have left or have no account. The number of queries is
    fixed.
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
    """Return the notice for the learner or the observer."""
    day = parse_date(str(context["day"]))
    words = _("A follow-up observation is planned for %(day)s") % {
        "day": date_format(day) if day else ""
    }
    if context["is_learner"]:
        return NoticeText(words, _("What was agreed is in your record."))
    return NoticeText(
        words, _("Agree on the time with the colleague whom you observed.")
    )
