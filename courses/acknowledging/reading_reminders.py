"""Remind people of guidelines that they have to read, by code and day (curriculum R16)."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.acknowledging.reading_duties import ReadingDuty, list_reading_duties
from courses.provisions.models import Document
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user
from elearning.staff.models import StaffMember

KIND = "guideline-due"
#: How many days before the date somebody is reminded.
DAYS_BEFORE = (1, 7, 14)


def send_reading_reminders(at: datetime) -> int:
    """Remind whoever has a guideline to read within 14, 7 or 1 days; return how many were.

    A day without a tick is made up for at the next one; nothing is said twice, and
    nothing at all to people on leave, to those who have left or have no account.
    """
    on = timezone.localdate(at)
    said = set(Notice.objects.filter(kind=KIND).values_list("user", "key"))
    staff = StaffMember.objects.at_work(on).filter(user__is_active=True)
    count = 0
    for duty in list_reading_duties(staff, on=on):
        user, key = duty.person.user, _key(duty)
        if user is None or key is None or (user.pk, key) in said:
            continue
        paper = duty.document.distribution == Document.Distribution.REGISTER_ONLY
        context = {
            "code": duty.document.code,
            "due_on": duty.due_on.isoformat(),
            "paper": paper,
        }
        url = "/guidelines/" if paper else f"/guidelines/{duty.document.slug}/"
        count += notify_user(user, KIND, key, context=context, url=url, at=at)
    return count


def render_guideline_due_notice(context: dict[str, Any]) -> NoticeText:
    """Return the words of a reminder: the guideline by its code, and the day."""
    day = parse_date(context["due_on"])
    words = _("Guideline %(code)s: to be read by %(day)s") % {
        "code": context["code"],
        "day": date_format(day) if day else "",
    }
    if context.get("paper"):
        return NoticeText(
            words,
            _(
                "It is kept on paper. Ask your personnel office, read it and sign the sheet."
            ),
        )
    return NoticeText(words, _("Read it to its end, then confirm it below the text."))


def _key(duty: ReadingDuty) -> str | None:
    days = (duty.due_on - duty.on).days
    if not duty.is_open or days < 0:
        return None
    step = next((step for step in DAYS_BEFORE if days <= step), None)
    return f"{duty.document.code}:{duty.due_on}:{step}" if step else None
