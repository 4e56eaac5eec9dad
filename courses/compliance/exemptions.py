"""Exemptions of people from a course, for a time and with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.compliance import exemption_notices
from courses.compliance.errors import ComplianceError
from courses.compliance.exemption_runs import compute_last_day_alone
from courses.compliance.models import Exemption
from courses.models import Course
from courses.records.statements.certificate_statements import emit_training_waived
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.staff.amendment_history import amend_end_date
from elearning.staff.models import Absence, StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ExemptionTerms:
    """The reason and the days; ``open_because`` is the reason for having no last day."""

    kind: Exemption.Kind
    reason: str
    starts_on: date
    ends_on: date | None = None
    open_because: str = ""


def grant_exemption(
    staff_member: StaffMember,
    course: Course,
    terms: ExemptionTerms,
    *,
    by: "User | None",
    at: datetime | None = None,
) -> Exemption:
    """Exempt ``staff_member`` from ``course``, and return the exemption.

    It ends after the last day of its ``terms``. One officer (``by``) can exempt for at
    most a year from today, whenever it begins. Exemptions of the same person and course
    count from the grant of the first, if the days between them, without absences, are
    no more than the time to catch up after a return. A longer exemption ends at that
    limit unless a second officer confirms it (``decide_longer_exemption``); one that
    would begin later has no days until then. Raises ``ComplianceError`` without a
    reason, for dates in the wrong order, without either a last day or a reason for
    that, and for officers exempting themselves.
    """
    starts_on, ends_on = terms.starts_on, terms.ends_on
    require_reason(terms.reason, ComplianceError)
    if ends_on is not None and ends_on < starts_on:
        raise ComplianceError(
            _("The last day is before the first. Correct one of the dates.")
        )
    if ends_on is None and not terms.open_because.strip():
        raise ComplianceError(_("Enter the last day, or say why there is none."))
    if by is not None and staff_member.user_id == by.pk:
        raise ComplianceError(
            _("You cannot exempt yourself. Ask another personnel officer.")
        )
    moment = at or timezone.now()
    with unit_of_work():
        staff_member.lock()
        alone = compute_last_day_alone(
            staff_member, course, (starts_on, ends_on), at=moment
        )
        waits = by is not None and (ends_on is None or ends_on > alone)
        last = alone if waits else ends_on
        exemption = Exemption.objects.create(
            staff_member=staff_member,
            course=course,
            kind=terms.kind,
            reason=terms.reason.strip(),
            approved_by=by,
            starts_on=starts_on,
            ends_on=last,
            open_because=terms.open_because.strip() if ends_on is None else "",
            granted_at=moment,
            alone_until=last if waits else None,
            wanted_until=ends_on if waits else None,
        )
        audit_log.record_action(
            "compliance.exempted",
            by=by,
            on=exemption,
            person=staff_member.key,
            reason=exemption.reason,
        )
        if exemption.has_days:
            _record(exemption, at=moment)
    return exemption


def limit_joined_exemptions(
    absence: Absence,
    since: date,
    *,
    by: "User | None",
    at: datetime | None = None,
    course: Course | None = None,
) -> None:
    """Limit exemptions that the days of ``absence`` from ``since`` join to others.

    With ``course``, its days are days without lateness in this course alone.
    They are reduced to the days that one officer could have granted had these days been
    known, but keep those that have passed. The granting officer and the personnel office
    get a notice. Call it in the transaction of the absence, with its person locked; safe
    to repeat.
    """
    moment = at or timezone.now()
    today = timezone.localdate(moment)
    person = absence.staff_member
    others = list(person.absences.exclude(pk=absence.pk))
    known = [*others, Absence(starts_on=absence.starts_on, ends_on=since - _A_DAY)]
    if since <= absence.starts_on:
        known = others
    lasting = Exemption.objects.by_one_officer([person.pk]).exclude(ends_on__lt=today)
    if course is not None:
        lasting = lasting.filter(course=course)
    related = ("staff_member", "course", "approved_by")
    rows = lasting.select_for_update(of=("self",), no_key=True).order_by("pk")
    for exemption in rows.select_related(*related):
        before, last = (
            compute_last_day_alone(
                person,
                exemption.course,
                (exemption.starts_on, exemption.ends_on),
                at=exemption.granted_at,
                before=exemption,
                absences=away,
            )
            for away in (known, [*others, absence])
        )
        if last == before:
            continue
        if exemption.starts_on <= today:
            last = max(last, today)
        if exemption.ends_on is None or exemption.ends_on > last:
            _demand_second(exemption, last, by=by)
            exemption_notices.notify_of_limit(exemption, at=moment)


def decide_longer_exemption(
    exemption: Exemption,
    *,
    is_confirmed: bool,
    reason: str,
    by: "User",
    at: datetime | None = None,
) -> None:
    """Extend ``exemption`` as requested, or decline that, as a second officer.

    If declined, it ends after the days that one officer may grant. The granting officer
    gets a notice. Raises ``ComplianceError`` without a reason, for the granting officer
    and the exempt person, outside the remit of ``by``, and if nothing is waiting.
    """
    require_reason(reason, ComplianceError)
    moment = at or timezone.now()
    with unit_of_work():
        kept = _locked(exemption)
        waiting = Exemption.objects.waiting(timezone.localdate(moment))
        if not waiting.filter(pk=kept.pk).exists():
            raise ComplianceError(
                _("This exemption is no longer waiting for a decision.")
            )
        if kept.is_of(by):
            raise ComplianceError(
                _("You granted this, or it is your own. Another officer decides.")
            )
        if not Exemption.objects.visible_to(by).filter(pk=kept.pk).exists():
            raise ComplianceError(_("Another officer looks after this person."))
        wanted = kept.wanted_until
        if is_confirmed:
            kept.confirmed_by = by
            kept.save(update_fields=["confirmed_by"])
            amend_end_date(kept, wanted)
            _record(kept, at=moment)
        else:
            _close(kept)
        audit_log.record_action(
            "compliance.exemption_confirmed"
            if is_confirmed
            else "compliance.exemption_declined",
            by=by,
            on=kept,
            person=kept.staff_member.key,
            reason=reason.strip(),
            granted_by=kept.approved_by_id,
            wanted=wanted,
            after=kept.ends_on,
        )
        exemption_notices.notify_granter(kept, is_confirmed=is_confirmed, at=moment)


def end_exemption(
    exemption: Exemption, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``exemption``; the row stays, and nothing waits any longer.

    If it has not begun by today, it has no days. One that has ended while it waited, or
    that only a second officer could let begin, keeps its last day. Raises
    ``ComplianceError`` for a day before its first, and if it ended before ``on``.
    """
    with unit_of_work():
        kept = _locked(exemption)
        if kept.ends_on is not None and kept.ends_on < on:
            if not kept.is_waiting:
                raise ComplianceError(_("This exemption has ended already."))
            on = kept.ends_on
        elif kept.starts_on > timezone.localdate():
            on = kept.starts_on - _A_DAY
        elif on < kept.starts_on:
            raise ComplianceError(
                _("The last day is before the first. Correct one of the dates.")
            )
        _close(kept)
        amend_end_date(kept, on)
        audit_log.record_action(
            "compliance.exemption_ended",
            by=by,
            on=kept,
            person=kept.staff_member.key,
            reason=reason,
            after=on,
        )
    exemption.ends_on, exemption.alone_until = kept.ends_on, None
    exemption.wanted_until = None


def _demand_second(exemption: Exemption, last: date, *, by: "User | None") -> None:
    """End ``exemption`` on ``last`` until a second officer confirms the rest."""
    if not exemption.is_waiting:
        exemption.wanted_until = exemption.ends_on
    exemption.alone_until = last
    exemption.save(update_fields=["alone_until", "wanted_until"])
    before = amend_end_date(exemption, last)
    audit_log.record_action(
        "compliance.exemption_limited",
        by=by,
        on=exemption,
        person=exemption.staff_member.key,
        before=before,
        after=last,
    )


def _close(exemption: Exemption) -> None:
    exemption.alone_until = exemption.wanted_until = None
    exemption.save(update_fields=["alone_until", "wanted_until"])


def _record(exemption: Exemption, *, at: datetime) -> None:
    emit_training_waived(
        exemption.staff_member,
        exemption.course,
        ground=exemption.kind,
        starts_on=exemption.starts_on,
        ends_on=exemption.ends_on,
        at=at,
    )


def _locked(exemption: Exemption) -> Exemption:
    rows = Exemption.objects.select_for_update(of=("self",), no_key=True)
    related = ("staff_member__user", "course", "approved_by")
    return rows.select_related(*related).get(pk=exemption.pk)
