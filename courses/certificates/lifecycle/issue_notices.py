"""Notices of issued certificates, naming the course by its code (curriculum R16)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates.models import Certificate
from courses.records.models import Completion
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText, format_notice_day
from elearning.notices.notifications import store_notices
from elearning.staff.models import StaffMember

KIND = "certificate-issued"
#: The period after the issue in which a holder is notified.
_LATEST = timedelta(days=14)
#: Certificates processed at once.
_AT_ONCE = 500


class RenewalReader(Protocol):
    """Loads dates by which a post demands earlier renewal (``Completion.renew_by``)."""

    def __call__(self, passes: Iterable[Completion], /, *, on: date) -> object: ...


_readers: list[RenewalReader] = []


def register_renewal_reader(read: RenewalReader) -> None:
    """Register ``read``, from the app that knows the demands of posts, for use in notices."""
    _readers[:] = [read]


def send_issue_notices(at: datetime) -> int:
    """Notify every holder once of a new certificate; return the number of notices.

    Certificates that replace another one, were revoked or have expired are left out,
    and so are people on leave, who have left or have no account. Takes the same few
    queries for each batch.
    """
    on = timezone.localdate(at)
    new = Certificate.objects.counting(on).filter(
        replaces=None, issued_on__gt=on - _LATEST, issued_on__lte=on
    )
    told = Notice.objects.filter(kind=KIND, created_at__gt=at - 2 * _LATEST)
    known = set(told.values_list("key", flat=True))
    staff = StaffMember.objects.at_work(on).filter(user__is_active=True)
    among = new.filter(completion__learner__in=staff.values("pk"))
    rows = among.select_related("completion__learner").order_by("pk")
    untold = (row for row in rows if str(row.key) not in known)
    return sum(
        store_notices(_notices(some, on=on, at=at))
        for some in batched(untold, _AT_ONCE, strict=False)
    )


def _notices(
    certificates: Sequence[Certificate], *, on: date, at: datetime
) -> Iterator[Notice]:
    for read in _readers:
        read([one.completion for one in certificates], on=on)
    for one in certificates:
        user = one.holder.user_id
        if user is None:
            continue
        yield Notice(
            user_id=user,
            kind=KIND,
            key=str(one.key),
            context={
                "code": one.course_code,
                "expires_on": one.expires_on,
                "renew_by": one.completion.renew_by,
            },
            url="/my/certificates/",
            created_at=at,
        )


def render_issue_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the holder: the course by its code, and the last day."""
    sooner = format_notice_day(context.get("renew_by"))
    look = _("You can see and print it on your certificates page.")
    if sooner:
        renew = _("The position requires renewal by %(day)s.") % {"day": sooner}
        look = f"{renew} {look}"
    return NoticeText(
        _(
            "Course %(code)s: your certificate has been issued and is valid "
            "until %(day)s"
        )
        % {"code": context["code"], "day": format_notice_day(context["expires_on"])},
        look,
    )
