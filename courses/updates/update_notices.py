"""Notices to holders, sent once, that their certificate needs an update."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.records.models import Completion
from courses.updates.models import UpdateDemand, UpdateDone
from courses.updates.update_tasks import is_being_prepared
from elearning.accounts.models import User
from elearning.notices.notice_texts import NoticeText, format_notice_day
from elearning.notices.notifications import notify_users
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from django.db.models import QuerySet

KIND = "update-asked"
#: No notice of an update is sent later than this after its due day.
_LATEST = timedelta(days=45)


def announce_updates(at: datetime) -> int:
    """Notify each holder, once, whose update can be done now; return the number of notices.

    The number of queries grows with the editions of courses concerned, never with the
    people. People who have left or have no active account get nothing; those who are
    away get the notice when they are back.
    """
    on = timezone.localdate(at)
    count = 0
    demands = UpdateDemand.objects.filter(starts_on__lte=on, due_on__gte=on - _LATEST)
    for demand in demands.select_related("edition__course", "cause__document", "newer"):
        if is_being_prepared(demand, on=on):
            continue
        course, cause = demand.edition.course, demand.cause
        context: dict[str, Any] = {
            "code": course.code,
            "due_on": demand.due_on.isoformat(),
            "minutes": demand.minutes,
        }
        if cause is not None:
            key = f"{course.code}:{cause.document.code}:{cause.number}"
        else:
            key = f"{course.code}:{demand.mark}"
            context["edition"] = demand.newer.number if demand.newer else 0
        users = _holders(demand, at)
        count += notify_users(users, KIND, key, context=context, url="/my/", at=at)
    return count


def render_update_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice with the code of the course, the day and the minutes (curriculum R16)."""
    minutes = int(context["minutes"])
    of_course = ngettext(
        "The course has changed in substance since you passed it. Read "
        "the changes and answer a few questions, which takes about %(n)d "
        "minute. Your certificate stays valid until that day.",
        "The course has changed in substance since you passed it. Read "
        "the changes and answer a few questions, which takes about %(n)d "
        "minutes. Your certificate stays valid until that day.",
        minutes,
    )
    words = ngettext(
        "A guideline that your certificate rests on has changed. Read "
        "the changes and answer a few questions, which takes about %(n)d "
        "minute. Your certificate stays valid until that day.",
        "A guideline that your certificate rests on has changed. Read "
        "the changes and answer a few questions, which takes about %(n)d "
        "minutes. Your certificate stays valid until that day.",
        minutes,
    )
    return NoticeText(
        _("Course %(code)s: update your certificate by %(day)s")
        % {"code": context["code"], "day": format_notice_day(context["due_on"])},
        (of_course if "edition" in context else words) % {"n": minutes},
    )


def _holders(demand: UpdateDemand, at: datetime) -> "QuerySet[User]":
    on = timezone.localdate(at)
    same = Completion.objects.as_of(on).filter(
        learner=OuterRef("learner"), course=OuterRef("course")
    )
    demanded = UpdateDemand.objects.about(demand)
    later = (
        same.filter(
            passed_on__gte=demand.starts_on, passed_on__gt=OuterRef("passed_on")
        )
        .exclude(edition=None)
        .exclude(edition__in=demanded.values("edition"))
    )
    done = UpdateDone.objects.filter(
        learner=OuterRef("learner"), course=OuterRef("course"), **demand.change
    )
    held = Completion.objects.valid(on).filter(
        ~Exists(later),
        ~Exists(done),
        edition=demand.edition_id,
        enrolment__isnull=False,
    )
    staff = StaffMember.objects.at_work(on).filter(pk__in=held.values("learner"))
    return User.objects.filter(is_active=True, pk__in=staff.values("user"))
