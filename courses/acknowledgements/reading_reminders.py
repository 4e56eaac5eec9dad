"""Reminders of guidelines to read, with code and day (curriculum R16)."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.acknowledgements.reading_duties import ReadingDuty, list_reading_duties
from courses.provisions.models import Document
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user
from elearning.staff.models import StaffMember

KIND = "guideline-due"
#: Days before the due day on which people are reminded.
DAYS_BEFORE = (1, 7, 14)


def send_reading_reminders(at: datetime) -> int:
    """Remind people of guidelines due within 14, 7 or 1 days; return the number of reminders.

    A missed day is made up for on the next run; nothing is sent twice, and nothing to
    people who are on leave, have left or have no account.
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
    """Return the reminder, with the code of the guideline and the day."""
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
    return NoticeText(words, _("Read it to the end, then confirm it below the text."))


def _key(duty: ReadingDuty) -> str | None:
    days = (duty.due_on - duty.on).days
    if not duty.is_open or days < 0:
        return None
    step = next((step for step in DAYS_BEFORE if days <= step), None)
    return f"{duty.document.code}:{duty.due_on}:{step}" if step else None
