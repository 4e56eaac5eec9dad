"""Run of the records check; the findings are stored."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from courses.recognition.consistency import altered_records, pass_checks, staff_checks
from courses.recognition.models import Finding, RecordsCheck
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Up to this number of people, the check runs while somebody waits for the page.
FEW = 2000
_AT_ONCE = 500
_CHECKS: tuple[Callable[[Any, date], Iterator[Finding]], ...] = (
    altered_records.iter_altered_passes,
    altered_records.iter_altered_certificates,
    pass_checks.iter_passes_without_certificate,
    pass_checks.iter_outdated_certificates,
    pass_checks.iter_contradictory_corrections,
    pass_checks.iter_wrong_expiry_dates,
    pass_checks.iter_enrolments_without_pass,
    staff_checks.iter_doubled_appointments,
    staff_checks.iter_closed_place_appointments,
    staff_checks.iter_exemptions_after_leaving,
    staff_checks.iter_ended_rule_exceptions,
    staff_checks.iter_accounts_without_appointment,
)


def iter_record_findings(people: Any, *, on: date) -> Iterator[Finding]:
    """Yield unsaved findings about ``people``, a queryset, as known today.

    A few queries, and one more per 2,000 passes and certificates.
    """
    keys = people.order_by().values("pk")
    for look in _CHECKS:
        yield from look(keys, on)


def run_records_check(at: datetime, *, by: "User | None" = None) -> RecordsCheck:
    """Check everybody; the findings replace those of the last check."""
    found = iter_record_findings(StaffMember.objects.all(), on=timezone.localdate(at))
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
        audit_log.record_action(
            "recognition.records_checked", by=by, on=made, findings=number
        )
    return made


def run_daily_check(at: datetime) -> int:
    """Check everybody once a day; return the number of checks run."""
    day = timezone.localdate(at)
    last = RecordsCheck.objects.order_by("-pk").first()
    if last is not None and timezone.localdate(last.started_at) == day:
        return 0
    run_records_check(at)
    return 1
