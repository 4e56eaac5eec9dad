"""Tell holders, once, that a certificate was issued: the course by its code (curriculum R16)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.certificates.models import Certificate
from elearning.notices.models import Notice
from elearning.notices.sending import notify_each
from elearning.notices.wording import Wording
from elearning.staff.models import StaffMember

KIND = "certificate-issued"
#: That a certificate was issued is news for so long.
_LATEST = timedelta(days=14)


def announce(at: datetime) -> int:
    """Tell every holder, once, of a certificate that is new; return how many were told.

    Nothing of one that stands in the place of another, was revoked or has expired, and
    nothing to people on leave, to those who have left or have no account. Takes the same
    few queries for any number of them.
    """
    on = timezone.localdate(at)
    new = Certificate.objects.counting(on).filter(
        replaces=None, issued_on__gt=on - _LATEST, issued_on__lte=on
    )
    told = Notice.objects.filter(kind=KIND, created_at__gt=at - 2 * _LATEST)
    known = set(told.values_list("key", flat=True))
    staff = StaffMember.objects.at_work(on).filter(user__is_active=True)
    among = new.filter(completion__learner__in=staff.values("pk"))
    rows = among.values_list(
        "key", "completion__learner__user", "course_code", "expires_on"
    )
    return notify_each(
        Notice(
            user_id=user,
            kind=KIND,
            key=str(key),
            context={"code": code, "expires_on": expires_on},
            url="/my/certificates/",
            created_at=at,
        )
        for key, user, code, expires_on in rows
        if str(key) not in known
    )


def say(context: dict[str, Any]) -> Wording:
    """Return the words for the holder: the course by its code, and the last day."""
    day = parse_date(str(context["expires_on"]))
    return Wording(
        _("Course %(code)s: your certificate is issued, valid until %(day)s")
        % {"code": context["code"], "day": date_format(day) if day else ""},
        _("Look at it and print it on the page of your certificates."),
    )
