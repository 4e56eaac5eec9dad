"""Checks for contradictory appointments, accounts, exemptions and rule exceptions."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q

from courses.compliance.models import Exemption, RuleException
from courses.recognition.consistency.finding_texts import RecordsFindingKind
from courses.recognition.models import Finding
from elearning.staff.models import Appointment, StaffMember


def iter_doubled_appointments(people: Any, on: date) -> Iterator[Finding]:
    """Yield appointments held twice at the same time."""
    same = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on")),
        staff_member=OuterRef("staff_member"),
        establishment=OuterRef("establishment"),
        post=OuterRef("post"),
        starts_on__lte=OuterRef("starts_on"),
    ).exclude(pk=OuterRef("pk"))
    earlier = same.filter(
        Q(starts_on__lt=OuterRef("starts_on")) | Q(pk__lt=OuterRef("pk"))
    )
    rows = Appointment.objects.filter(Exists(earlier), staff_member__in=people)
    for row in rows.select_related("establishment", "post").order_by("pk"):
        yield _of_appointment(
            RecordsFindingKind.DOUBLED_APPOINTMENT, row, row.starts_on
        )


def iter_closed_place_appointments(people: Any, on: date) -> Iterator[Finding]:
    """Yield appointments that continue at an establishment that has closed."""
    rows = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=F("establishment__closed_on")),
        staff_member__in=people,
        establishment__closed_on__lt=on,
    )
    for row in rows.select_related("establishment", "post").order_by("pk"):
        closed_on = row.establishment.closed_on
        assert closed_on is not None  # noqa: S101 — ensured by the filter
        yield _of_appointment(RecordsFindingKind.CLOSED_PLACE, row, closed_on)


def iter_exemptions_after_leaving(people: Any, on: date) -> Iterator[Finding]:
    """Yield exemptions that continue after the person’s last appointment."""
    rows = Exemption.objects.with_days().filter(
        Q(ends_on=None) | Q(ends_on__gte=on), staff_member__in=people
    )
    held = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), staff_member=OuterRef("staff_member")
    )
    gone = rows.filter(~Exists(held)).annotate(
        left_on=Max("staff_member__appointments__ends_on")
    )
    lines = gone.order_by("pk").values_list("staff_member", "left_on", "course__code")
    for person, left_on, code in lines:
        yield Finding(
            kind=RecordsFindingKind.EXEMPT_AFTER_LEAVING,
            learner_id=person,
            since=left_on,
            facts={"course": code},
        )


def iter_ended_rule_exceptions(people: Any, on: date) -> Iterator[Finding]:
    """Yield undecided exceptions from rules that have ended."""
    rows = RuleException.objects.open().filter(
        learner__in=people, requirement__ends_on__lt=on
    )
    for row in rows.select_related("requirement__course").order_by("pk"):
        yield Finding(
            kind=RecordsFindingKind.ENDED_RULE,
            learner_id=row.learner_id,
            since=row.requirement.ends_on,
            facts={"course": row.requirement.course.code},
        )


def iter_accounts_without_appointment(people: Any, on: date) -> Iterator[Finding]:
    """Yield people who may sign in without holding an appointment."""
    rows = StaffMember.objects.filter(pk__in=people, user__is_active=True)
    held = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), staff_member=OuterRef("pk")
    )
    gone = rows.filter(~Exists(held)).annotate(left_on=Max("appointments__ends_on"))
    for pk, left_on in gone.order_by("pk").values_list("pk", "left_on"):
        yield Finding(
            kind=RecordsFindingKind.ACCOUNT_AFTER_LEAVING, learner_id=pk, since=left_on
        )


def _of_appointment(kind: RecordsFindingKind, row: Appointment, since: date) -> Finding:
    return Finding(
        kind=kind,
        learner_id=row.staff_member_id,
        since=since,
        facts={"post": row.post.code, "establishment": row.establishment.code},
    )
