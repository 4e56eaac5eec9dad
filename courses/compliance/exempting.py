"""Exempt people from a course, for a time and with a reason."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.acts import act
from courses.compliance.errors import ComplianceError
from courses.compliance.models import Exemption
from courses.models import Course
from courses.records.certifying import record_waived
from elearning.audit import trail
from elearning.staff.knowing import amend_end
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def exempt(  # noqa: PLR0913 — the lines of the form
    staff_member: StaffMember,
    course: Course,
    *,
    kind: Exemption.Kind,
    reason: str,
    starts_on: date,
    by: "User | None",
    ends_on: date | None = None,
    open_because: str = "",
    at: datetime | None = None,
) -> Exemption:
    """Exempt ``staff_member`` from ``course``, and return the exemption.

    It ends by itself after ``ends_on``; without one ``open_because`` says why. Raises
    ``ComplianceError`` without a reason, for dates in the wrong order, without a last day
    and a reason for that, and for somebody who would exempt herself.
    """
    if not reason.strip():
        raise ComplianceError(_("Give the reason; an inspection will ask for it."))
    if ends_on is not None and ends_on < starts_on:
        raise ComplianceError(
            _("The last day is before the first. Correct one of the dates.")
        )
    if ends_on is None and not open_because.strip():
        raise ComplianceError(_("Give the last day, or say why there is none."))
    if by is not None and staff_member.user_id == by.pk:
        raise ComplianceError(
            _("Nobody can exempt herself. Ask another personnel officer.")
        )
    with act():
        exemption = Exemption.objects.create(
            staff_member=staff_member,
            course=course,
            kind=kind,
            reason=reason.strip(),
            approved_by=by,
            starts_on=starts_on,
            ends_on=ends_on,
            open_because=open_because.strip() if ends_on is None else "",
            granted_at=at or timezone.now(),
        )
        trail.write(
            "compliance.exempted",
            by=by,
            on=exemption,
            person=staff_member.key,
            reason=exemption.reason,
        )
        record_waived(
            staff_member,
            course,
            ground=exemption.kind,
            starts_on=starts_on,
            ends_on=ends_on,
            at=exemption.granted_at,
        )
    return exemption


def end_exemption(
    exemption: Exemption, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``exemption``; the row stays."""
    if on < exemption.starts_on:
        raise ComplianceError(
            _("The last day is before the first. Correct one of the dates.")
        )
    with act():
        amend_end(exemption, on)
        trail.write(
            "compliance.exemption_ended",
            by=by,
            on=exemption,
            person=exemption.staff_member.key,
            reason=reason,
            after=on,
        )
