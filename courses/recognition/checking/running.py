"""Run the check: every kind of finding, in a fixed number of queries, kept to be read."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from courses.recognition.checking import altered, passes, service
from courses.recognition.models import Finding, RecordsCheck
from elearning.audit import trail
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Up to so many people the check is run while somebody waits for the page.
FEW = 2000
_AT_ONCE = 500
_CHECKS: tuple[Callable[[Any, date], Iterator[Finding]], ...] = (
    altered.passes,
    altered.certificates,
    passes.without_certificate,
    passes.certificate_of_old_days,
    passes.corrected_to_another,
    passes.other_last_day,
    passes.completed_without_pass,
    service.doubled_appointments,
    service.appointments_at_closed_places,
    service.exemptions_of_people_who_left,
    service.exceptions_of_ended_rules,
    service.accounts_without_appointment,
)


def findings(people: Any, *, on: date) -> Iterator[Finding]:
    """Yield what does not agree about ``people``, a queryset, as known today; unsaved.

    A few queries, and one more for every 2,000 passes and certificates.
    """
    keys = people.order_by().values("pk")
    for look in _CHECKS:
        yield from look(keys, on)


def check_all(at: datetime, *, by: "User | None" = None) -> RecordsCheck:
    """Check everybody, and keep what was found in the place of the last check."""
    found = findings(StaffMember.objects.all(), on=timezone.localdate(at))
    with transaction.atomic():
        older = list(RecordsCheck.objects.values_list("pk", flat=True))
        made = RecordsCheck.objects.create(
            started_at=at, finished_at=at, people=StaffMember.objects.count()
        )
        number = 0
        for some in batched(found, _AT_ONCE, strict=False):
            for finding in some:
                finding.check_of = made
            number += len(Finding.objects.bulk_create(some))
        made.finished_at = timezone.now()
        made.save(update_fields=["finished_at"])
        RecordsCheck.objects.filter(pk__in=older).delete()
        trail.write("recognition.records_checked", by=by, on=made, findings=number)
    return made


def check_daily(at: datetime) -> int:
    """Check everybody once a day; return how many checks were made."""
    day = timezone.localdate(at)
    last = RecordsCheck.objects.order_by("-pk").first()
    if last is not None and timezone.localdate(last.started_at) == day:
        return 0
    check_all(at)
    return 1
